"""Reads all machines, network interfaces, security groups and load balancers of a subscription with the vendor's client; prints them as JSON."""
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
    network = NetworkManagementClient(credential, subscription, **at)
    cards = [
        [card.virtual_machine.id, card.mac_address,
         card.network_security_group.id if card.network_security_group else None,
         [pool.id for ip in card.ip_configurations for pool in ip.load_balancer_backend_address_pools or []]]
        for card in network.network_interfaces.list_all()]
    groups, balancers = (
        [[each.id, each.name, each.tags, each.provisioning_state] for each in what.list_all()]
        for what in (network.network_security_groups, network.load_balancers))
    json.dump({"machines": machines, "cards": cards, "groups": groups, "balancers": balancers}, sys.stdout)
except AzureError as error:
    json.dump({"error": str(error)}, sys.stdout)
