"""An independent client of Enterprise Manager: logs in, reads all jobs, renames one, waits for the task, logs out.

Arguments: base URL, user, page size, old name, new name. The password is in PASSWORD, the certificate's file in CERTIFICATE.
Prints the names before, the task's states, and the names after, as one JSON object.
"""
import base64
import json
import os
import ssl
import sys
import urllib.request
import xml.etree.ElementTree as xml

NAMESPACE = {"v": "http://www.veeam.com/ent/v1.0"}
base, user, page_size, old_name, new_name = sys.argv[1:]
context = None
if os.environ.get("CERTIFICATE"):
    context = ssl.create_default_context(cafile=os.environ["CERTIFICATE"])


def call(method, url, headers, body=None):
    request = urllib.request.Request(url, data=body, headers=headers, method=method)
    with urllib.request.urlopen(request, timeout=20, context=context) as answer:
        text = answer.read()
        return answer.status, answer.headers, xml.fromstring(text) if text else None


pair = base64.b64encode(f"{user}:{os.environ['PASSWORD']}".encode()).decode()
status, headers, logon = call("POST", f"{base}/api/sessionMngr/?v=latest", {"Authorization": f"Basic {pair}"}, b"")
assert status == 201, status
session = {"X-RestSvcSessionId": headers["X-RestSvcSessionId"]}
logout = next(link.get("Href") for link in logon.find("v:Links", NAMESPACE) if link.get("Rel") == "Delete")


def jobs():
    found = []
    url = f"{base}/api/query?type=Job&pageSize={page_size}&page=1"
    while url:
        page = call("GET", url, session)[2]
        found += page.findall("v:Refs/v:Ref", NAMESPACE)
        links = page.findall("v:PagingInfo/v:Links/v:Link", NAMESPACE)
        url = next((link.get("Href") for link in links if link.get("Rel") == "Next"), None)
    return found


before = jobs()
job = next(each for each in before if each.get("Name") == old_name)
edit = xml.Element("Job", {"xmlns": NAMESPACE["v"], "Type": "Job", "Href": job.get("Href"), "Name": new_name, "UID": job.get("UID")})
status, _, task = call(
    "PUT", f"{job.get('Href')}?action=edit", {**session, "Content-Type": "application/xml"}, xml.tostring(edit))
assert status == 202, status
states = [task.find("v:State", NAMESPACE).text]
while states[-1] == "Running":
    task = call("GET", task.get("Href"), session)[2]
    states.append(task.find("v:State", NAMESPACE).text)
one = call("GET", f"{job.get('Href')}?format=Entity", session)[2]
after = jobs()
assert call("DELETE", logout, session)[0] == 204
print(json.dumps({
    "before": [each.get("Name") for each in before],
    "states": states,
    "success": task.find("v:Result", NAMESPACE).get("Success"),
    "renamed": one.get("Name"),
    "after": [each.get("Name") for each in after],
}))
