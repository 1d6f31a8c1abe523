# Enumerates Msvm_ComputerSystem with pywinrm: its envelope, its transport, its faults. It has no enumeration of its own, so
# the three bodies of WS-Enumeration are written here.
import json
import os
import sys
import xml.etree.ElementTree as ET

import xmltodict
from winrm.protocol import Protocol

ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration"
CLASS = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/virtualization/v2/Msvm_ComputerSystem"

endpoint, user, most, pages = sys.argv[1:5]
protocol = Protocol(
    endpoint,
    transport="basic",
    username=user.encode("utf-8"),
    password=os.environ["PASSWORD"].encode("utf-8"),
    ca_trust_path=os.environ["CERTIFICATE"],
)


def ask(action, body):
    envelope = protocol._get_soap_header(action=ENUMERATION + "/" + action, resource_uri=CLASS)
    envelope["env:Body"] = {"n:" + action: body}
    return ET.fromstring(protocol.send_message(xmltodict.unparse({"env:Envelope": envelope})))


def text(element, name):
    found = element.find(".//{%s}%s" % (ENUMERATION, name))
    return None if found is None else found.text


context = text(ask("Enumerate", None), "EnumerationContext")
systems = []
asked = 0
while context is not None and asked < int(pages):
    answer = ask("Pull", {"n:EnumerationContext": context, "n:MaxElements": most})
    asked += 1
    for system in answer.find(".//{%s}Items" % ENUMERATION):
        systems.append([system.find("{%s}%s" % (CLASS, name)).text for name in ("Name", "ElementName")])
    context = text(answer, "EnumerationContext")
if context is not None:
    ask("Release", {"n:EnumerationContext": context})
json.dump({"pulls": asked, "systems": systems}, sys.stdout)
