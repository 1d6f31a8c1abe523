"""An independent client of Backup & Replication: gets a token, reads all jobs and their states, renames one, logs out.

Arguments: base URL, user, page size, old name, new name. The password is in PASSWORD, the certificate's file in CERTIFICATE.
Prints the names before, those of the states, and the names after, as one JSON object.
"""
import json
import os
import ssl
import sys
import urllib.parse
import urllib.request

base, user, page_size, old_name, new_name = sys.argv[1:]
context = ssl.create_default_context(cafile=os.environ["CERTIFICATE"])
headers = {"x-api-version": "1.1-rev0", "Accept": "application/json"}


def call(method, path, body=None, kind="application/json"):
    request = urllib.request.Request(
        base + path, data=body, headers={**headers, "Content-Type": kind} if body else headers, method=method)
    with urllib.request.urlopen(request, timeout=20, context=context) as answer:
        return json.loads(answer.read())


form = {"grant_type": "password", "username": user, "password": os.environ["PASSWORD"]}
token = call("POST", "/api/oauth2/token", urllib.parse.urlencode(form).encode(), "application/x-www-form-urlencoded")
headers["Authorization"] = "Bearer " + token["access_token"]


def everything(path):
    found = []
    while True:
        page = call("GET", f"{path}?skip={len(found)}&limit={page_size}")
        found += page["data"]
        if not page["data"] or len(found) >= page["pagination"]["total"]:
            return found


before = everything("/api/v1/jobs")
states = everything("/api/v1/jobs/states")
filtered = call("GET", "/api/v1/jobs?" + urllib.parse.urlencode({"nameFilter": old_name}))["data"]
job = call("GET", "/api/v1/jobs/" + filtered[0]["id"])
job["name"] = new_name
edited = call("PUT", "/api/v1/jobs/" + job["id"], json.dumps(job).encode())
after = everything("/api/v1/jobs")
call("POST", "/api/oauth2/logout", b"{}")
print(json.dumps({
    "before": [each["name"] for each in before],
    "states": [each["name"] for each in states],
    "filtered": [each["name"] for each in filtered],
    "renamed": edited["name"],
    "after": [each["name"] for each in after],
}))
