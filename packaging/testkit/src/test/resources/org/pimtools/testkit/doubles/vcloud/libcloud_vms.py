# Lists the VMs of an organisation by Apache Libcloud, page by page until there is none left.
import json
import os
import sys

import libcloud.security
import requests
from libcloud.compute.providers import get_driver
from libcloud.compute.types import Provider

# what has no charset in its header is guessed by its bytes, of XML as well, which declares it
requests.Response.apparent_encoding = "utf-8"

host, port, user, version = sys.argv[1:5]
libcloud.security.CA_CERTS_PATH = os.environ["CERTIFICATE"]
vcloud = get_driver(Provider.VCLOUD)(
    user, os.environ["PASSWORD"], host=host, port=int(port), api_version=version
)
vms = []
page = 1
while True:
    records = vcloud.ex_query("vm", filter="isVAppTemplate==false", page=page, page_size=128)
    vms += [
        [record["href"], record["name"], record["isVAppTemplate"], record["isDeleted"]]
        for record in records
        if record["type"] == "VMRecord"
    ]
    if len(records) < 128:
        break
    page += 1
json.dump({"pages": page, "vms": vms}, sys.stdout)
