# Apache License 2.0 (see LICENSE)
from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
name: plan
short_description: The Remote Services hosts of a plan
version_added: 1.0.0
description:
  - Makes an inventory of the datacenters that a plan has, by C(pim-planner overview).
  - Every datacenter has a host in the group C(pim_hosts), and in one that says how far it is, such as C(pim_ready) or C(pim_migrated).
  - Which host is a datacenter's comes from I(hosts), else from the recipients that the role C(keygen) collected, else from
    the datacenter's own identity where that is a host's name.
  - The file's name ends in C(pim.yml) or C(pim.yaml).
options:
  plugin:
    description: The name of this plugin.
    type: str
    required: true
    choices: [pimtools.fleet.plan]
  plan:
    description: The plan, from the folder of the inventory file.
    type: str
    default: night.plan
  results:
    description: Where the hosts' files are gathered, from the folder of the inventory file.
    type: str
    default: results
  recipients:
    description: The recipients that the role C(keygen) collected, from the folder of the inventory file.
    type: str
    default: recipients.txt
  hosts:
    description: The host of each datacenter, by the datacenter's identity or name.
    type: dict
    default: {}
  executable:
    description: The command.
    type: str
    default: pim-planner
  state_dir:
    description: Where the planner's key is kept, from the folder of the inventory file.
    type: str
author:
  - PIM tools (@pimtools)
'''

EXAMPLES = r'''
# fleet.pim.yml
plugin: pimtools.fleet.plan
hosts:
  Paris: rs1.example.com
  c2c10f13-9f55-4372-9c9c-6c114408719b: rs2.example.com
'''

import json
import os
import re
import subprocess

from ansible.errors import AnsibleParserError
from ansible.module_utils.common.text.converters import to_text
from ansible.plugins.inventory import BaseInventoryPlugin

HOST_NAME = re.compile(r'(?=.*[a-z])[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+', re.IGNORECASE)
# a datacenter's identity, in double quotes where it is not of letters, digits and . _ - alone; the recipient; the host
RECIPIENT = re.compile(r'(?P<id>"(?:[^"\\]|\\.)*"|\S+)\s+age1\S+\s+#\s(?P<host>\S+)\s*')


class InventoryModule(BaseInventoryPlugin):
    NAME = 'pimtools.fleet.plan'

    def verify_file(self, path):
        return super(InventoryModule, self).verify_file(path) and path.endswith(('pim.yml', 'pim.yaml'))

    def parse(self, inventory, loader, path, cache=True):
        super(InventoryModule, self).parse(inventory, loader, path, cache)
        self._read_config_data(path)
        self.folder = os.path.dirname(os.path.abspath(path))
        hosts = dict(self.recorded(), **self.get_option('hosts'))
        self.inventory.add_group('pim_hosts')
        unknown = []
        for state in self.overview():
            if not state['inPlan'] or state['stage'] == 'NOTHING_TO_DO':
                continue
            identity = state['datacenter']
            host = hosts.get(identity) or hosts.get(state['name'])
            if not host and HOST_NAME.fullmatch(identity):
                host = identity
            if host:
                self.add(host, state)
            else:
                unknown.append('%s (%s)' % (state['name'], identity))
        if unknown:
            raise AnsibleParserError(
                'no host is known of %s; hint: name it below hosts in %s' % (', '.join(unknown), path))

    def add(self, host, state):
        stage = self.inventory.add_group('pim_' + state['stage'].lower())
        for group in ('pim_hosts', stage):
            self.inventory.add_host(host, group=group)
        self.inventory.set_variable(host, 'pim_state', state)

    def place(self, option):
        return os.path.join(self.folder, self.get_option(option))

    def overview(self):
        results = self.place('results')
        if not os.path.isdir(results):
            os.makedirs(results, 0o700)
        command = [self.get_option('executable'), 'overview', results, '--plan', self.place('plan'),
                   '--format', 'json', '--quiet']
        if self.get_option('state_dir'):
            command += ['--state-dir', self.place('state_dir')]
        try:
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            out, err = process.communicate()
            answer = json.loads(to_text(out))
        except (OSError, ValueError) as e:
            raise AnsibleParserError('%s gives no answer: %s' % (command[0], to_text(e)))
        if process.returncode not in (0, 5):
            raise AnsibleParserError('%(message)s; hint: %(hint)s' % answer['error'])
        return answer['result']['datacenters']

    def recorded(self):
        hosts = {}
        if os.path.exists(self.place('recipients')):
            with open(self.place('recipients')) as lines:
                for line in lines:
                    match = RECIPIENT.fullmatch(line)
                    if match:
                        word = match.group('id')
                        hosts[json.loads(word) if word.startswith('"') else word] = match.group('host')
        return hosts
