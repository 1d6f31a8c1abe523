# Reads all instances, firewall rules and parts of load balancers of a project by Apache Libcloud's connection to Google, page by page until there is none left.
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


def listed(kind):
    scopes = connection.request_aggregated_items(kind)["items"]
    return [[each["id"], each["name"], scope] for scope, found in scopes.items() for each in found.get(kind, [])]


firewalls = []
token = None
while True:
    page = connection.request("/global/firewalls", params={"pageToken": token} if token else {}).object
    firewalls += [[each["id"], each["name"], "global"] for each in page.get("items", [])]
    token = page.get("nextPageToken")
    if not token:
        break
json.dump({"instances": listed("instances"), "firewalls": firewalls, "forwardingRules": listed("forwardingRules"),
           "backendServices": listed("backendServices")}, sys.stdout)
