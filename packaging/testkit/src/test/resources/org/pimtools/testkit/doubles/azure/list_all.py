"""Reads all machines and all network interfaces of a subscription with the vendor's client; prints them as JSON."""
import json
import os
import sys

from azure.core.exceptions import AzureError
from azure.identity import ClientSecretCredential
from azure.mgmt.compute import ComputeManagementClient
from azure.mgmt.network import NetworkManagementClient

authority, tenant, client_id, subscription = sys.argv[1:]
credential = ClientSecretCredential(
    tenant, client_id, os.environ["SECRET"], authority=authority, instance_discovery=False)
at = {"base_url": "https://" + authority, "credential_scopes": ["https://" + authority + "/.default"],
      "retry_total": 0}
try:
    machines = [
        [vm.id, vm.vm_id, vm.name, vm.os_profile.computer_name if vm.os_profile else None, vm.tags,
         vm.provisioning_state]
        for vm in ComputeManagementClient(credential, subscription, **at).virtual_machines.list_all()]
    cards = [
        [card.virtual_machine.id, card.mac_address]
        for card in NetworkManagementClient(credential, subscription, **at).network_interfaces.list_all()]
    json.dump({"machines": machines, "cards": cards}, sys.stdout)
except AzureError as error:
    json.dump({"error": str(error)}, sys.stdout)
