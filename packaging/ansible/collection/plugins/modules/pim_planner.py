#!/usr/bin/python
# Apache License 2.0 (see LICENSE)
from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
module: pim_planner
short_description: Runs pim-planner on the controller
version_added: 1.0.0
description:
  - Runs one command of C(pim-planner) and returns its answer.
  - The database's password is given in the environment of the process and the endpoints on standard input, never as an argument.
options:
  command:
    description:
      - C(plan) writes the plan; one that is there is verified and shown.
      - C(overview) shows how far each datacenter is.
      - C(apply) changes the database by the hosts' SQL files; in check mode it checks them.
      - C(verify) compares the database with plan, SQL files and results.
    type: str
    required: true
    choices: [plan, overview, apply, verify]
  plan:
    description: The plan.
    type: path
    required: true
  endpoints:
    description: The endpoints file, for C(plan).
    type: path
  endpoints_content:
    description: What an endpoints file holds, in its place; such as a file of the vault.
    type: str
  recipients:
    description: The file of the hosts' recipients, for C(plan).
    type: path
  rehearsal:
    description: Plan for dry runs only.
    type: bool
    default: false
  directory:
    description: Where the hosts' files are, for C(overview).
    type: path
  database:
    description: Whether C(overview) asks the database.
    type: bool
    default: false
  sql:
    description: SQL files, for C(apply) and C(verify).
    type: list
    elements: path
    default: []
  results:
    description: Result files, for C(verify).
    type: list
    elements: path
    default: []
  partial:
    description: Go on without the datacenters that sent nothing.
    type: bool
    default: false
  skip_changed:
    description: Leave out VMs that somebody changed since the plan, and list them in this file.
    type: path
  settings:
    description: Where the command, its key and the database are. An empty value is the command's own default.
    type: dict
    default: {}
    suboptions:
      executable:
        description: The command.
        type: str
        default: pim-planner
      state_dir:
        description: Where the planner's key is kept.
        type: str
      planner_keys:
        description: Fingerprints of other planners whose plans are believed.
        type: list
        elements: str
        default: []
      host_keys:
        description: Fingerprints of hosts whose files are believed although no dry run told them, or another one.
        type: list
        elements: str
        default: []
      profile:
        description: The schema profile.
        type: str
      log_file:
        description: Where the run is logged.
        type: str
      api_xml:
        description: The platform's C(api.xml).
        type: str
      db_host:
        description: Host of the database.
        type: str
      db_port:
        description: Port of the database.
        type: str
      db_name:
        description: Name of the database.
        type: str
      db_user:
        description: User of the database.
        type: str
      db_password:
        description: Password of the user.
        type: str
      db_tls:
        description: How TLS is spoken to the database.
        type: str
      db_ca:
        description: The certificates to trust for the database.
        type: str
author:
  - PIM tools (@pimtools)
'''

EXAMPLES = r'''
- name: How far all hosts are
  pimtools.fleet.pim_planner:
    command: overview
    plan: night.plan
    directory: results
  register: overview
'''

RETURN = r'''
exit:
  description: The exit code of the command.
  type: int
  returned: always
result:
  description: What the command answered, as its C(--format json) has it.
  type: dict
  returned: always
version:
  description: The version of the command.
  type: str
  returned: always
datacenters:
  description: The identities of the datacenters that the plan has.
  type: list
  elements: str
  returned: for plan
'''

import os

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.pimtools.fleet.plugins.module_utils.tool import Tool, option

DATABASE = ['api_xml', 'db_host', 'db_port', 'db_name', 'db_user', 'db_tls', 'db_ca', 'profile']
# the section of what no datacenter has, see docs/plan-format.md
NOWHERE = '00000000-0000-0000-0000-000000000000'


class Planner(object):
    def __init__(self, module):
        self.module = module
        self.params = module.params
        self.settings = module.params['settings']
        self.tool = Tool(module, self.settings['executable'], {'PIM_DB_PASSWORD': self.settings['db_password']})

    def given(self, *names):
        return [part for name in names for part in option('--' + name.replace('_', '-'), self.settings[name])]

    def own(self):
        return self.given('state_dir', 'log_file')

    def known(self):
        return (self.own() + option('--planner-key', self.settings['planner_keys'])
                + option('--host-key', self.settings['host_keys']))

    def listed(self, name):
        return [name] + self.params[name[2:]] if self.params[name[2:]] else []

    def plan(self):
        if os.path.exists(self.params['plan']):
            answer = self.tool.run(['show', self.params['plan']] + self.own())
            sections = answer.result.get('sections', [])
            self.planned(answer, False, [section['datacenter'] for section in sections])
        if self.module.check_mode:
            self.module.exit_json(changed=True, exit=0, result={}, version=None, datacenters=[])
        content = self.params['endpoints_content']
        answer = self.tool.run(
            ['plan', '-o', self.params['plan']]
            + option('--endpoints', '/dev/stdin' if content else self.params['endpoints'])
            + option('--recipients', self.params['recipients']) + option('--rehearsal', self.params['rehearsal'])
            + self.own() + self.given(*DATABASE), stdin=content)
        self.planned(answer, True, [each['id'] for each in answer.result.get('datacenters', [])])

    def planned(self, answer, changed, datacenters):
        self.tool.done(answer, changed, good=(0, 5), datacenters=[each for each in datacenters if each and each != NOWHERE])

    def overview(self):
        self.tool.done(self.tool.run(
            ['overview', self.params['directory'], '--plan', self.params['plan']] + self.known()
            + (['--database'] + self.given(*DATABASE) if self.params['database'] else [])), False, good=(0, 5))

    def apply(self):
        answer = self.tool.run(
            ['apply'] + self.params['sql'] + ['--plan', self.params['plan']] + self.known() + self.given(*DATABASE)
            + option('--partial', self.params['partial']) + option('--skip-changed', self.params['skip_changed'])
            + option('--no-dry-run', not self.module.check_mode))
        self.tool.done(answer, answer.result.get('changed', 0) + answer.result.get('pending', 0) > 0)

    def verify(self):
        self.tool.done(
            self.tool.run(
                ['verify', '--plan', self.params['plan']] + self.known() + self.given(*DATABASE)
                + self.listed('--sql') + self.listed('--results')),
            False, good=(0, 5) if self.params['partial'] else (0,),
            otherwise='the database is not as the plan, the SQL files and the results say: see result')


def main():
    settings = dict((name, dict(type='str')) for name in DATABASE + ['state_dir', 'log_file'])
    settings.update(
        executable=dict(type='str', default='pim-planner'),
        planner_keys=dict(type='list', elements='str', default=[], no_log=False),
        host_keys=dict(type='list', elements='str', default=[], no_log=False),
        db_password=dict(type='str', no_log=True))
    module = AnsibleModule(
        argument_spec=dict(
            command=dict(type='str', required=True, choices=['plan', 'overview', 'apply', 'verify']),
            plan=dict(type='path', required=True),
            endpoints=dict(type='path'),
            endpoints_content=dict(type='str', no_log=True),
            recipients=dict(type='path'),
            rehearsal=dict(type='bool', default=False),
            directory=dict(type='path'),
            database=dict(type='bool', default=False),
            sql=dict(type='list', elements='path', default=[]),
            results=dict(type='list', elements='path', default=[]),
            partial=dict(type='bool', default=False),
            skip_changed=dict(type='path'),
            settings=dict(type='dict', default={}, options=settings)),
        required_if=[('command', 'overview', ['directory'])],
        mutually_exclusive=[('endpoints', 'endpoints_content')],
        supports_check_mode=True)
    planner = Planner(module)
    getattr(planner, module.params['command'])()


if __name__ == '__main__':
    main()
