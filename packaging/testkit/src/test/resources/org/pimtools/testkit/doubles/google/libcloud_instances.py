# Reads all instances of a project by Apache Libcloud's connection to Google, page by page until there is none left.
import json
import os
import sys

import libcloud.security
from libcloud.compute.drivers.gce import GCEConnection

port, project, email, key = sys.argv[1:]
libcloud.security.CA_CERTS_PATH = os.environ["CERTIFICATE"]
connection = GCEConnection(
    email, key, True, auth_type="SA", credential_file=os.path.join(os.environ["HOME"], "token"), project=project,
    host="127.0.0.1", port=int(port))
items = connection.request_aggregated_items("instances")["items"]
json.dump([[instance["id"], instance["name"]] for scope in items.values() for instance in scope.get("instances", [])],
          sys.stdout)
