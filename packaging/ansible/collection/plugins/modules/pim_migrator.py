#!/usr/bin/python
# Apache License 2.0 (see LICENSE)
from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
module: pim_migrator
short_description: Runs pim-migrator on a Remote Services host
version_added: 1.0.0
description:
  - Runs one command of C(pim-migrator) and returns its answer.
  - The password of Redis is given in the environment of the process, never as an argument.
options:
  command:
    description:
      - C(keygen) makes the host's identity once, and shows its recipient.
      - C(status) reads how far the datacenter is.
      - C(dry_run) looks everything up and changes nothing.
      - C(migrate) migrates; nothing is done when the plan is migrated already. One that was interrupted is resumed.
      - C(verify) looks at the migration, or at its rollback, again.
      - C(rollback) puts everything back; nothing is done when there is nothing to put back.
    type: str
    required: true
    choices: [keygen, status, dry_run, migrate, verify, rollback]
  plan:
    description: The plan on the host, for C(dry_run) and C(migrate).
    type: path
  plan_id:
    description: The identity of the plan, for C(migrate); a host that migrated it is left alone.
    type: str
  decisions:
    description: The decisions file on the host.
    type: path
  max_plan_age:
    description: How old a plan may be, such as C(36h).
    type: str
  min_subscribed:
    description: How many of the VMs must be subscribed in Redis, such as C(50%).
    type: str
  settings:
    description: Where the command, its state and Redis are. An empty value is the command's own default.
    type: dict
    default: {}
    suboptions:
      executable:
        description: The command.
        type: str
        default: pim-migrator
      config:
        description: The platform's C(abiquo.properties), which names the datacenter and its Redis.
        type: str
      datacenter:
        description: The datacenter, in place of what the properties file names.
        type: str
      state_dir:
        description: Where the state of all datacenters is kept.
        type: str
      platform_dir:
        description: The platform's Tomcat.
        type: str
      profile:
        description: The schema profile that the plan was made with.
        type: str
      log_file:
        description: Where the run is logged.
        type: str
      redis_host:
        description: Where Redis is.
        type: str
      redis_port:
        description: The port of Redis.
        type: str
      redis_user:
        description: The ACL user of Redis.
        type: str
      redis_password:
        description: The password of Redis.
        type: str
      redis_database:
        description: The database number of Redis.
        type: str
      redis_tls:
        description: Whether Redis speaks TLS.
        type: bool
        default: false
      redis_ca:
        description: The certificates to trust for Redis.
        type: str
author:
  - PIM tools (@pimtools)
'''

EXAMPLES = r'''
- name: Look everything up
  pimtools.fleet.pim_migrator:
    command: dry_run
    plan: /var/lib/pim-tools/fleet/night.plan
  register: dry_run

- name: Migrate, or resume
  pimtools.fleet.pim_migrator:
    command: migrate
    plan: /var/lib/pim-tools/fleet/night.plan
    decisions: "{{ dry_run.decisions }}"
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
undecided:
  description: Errors that nobody decided.
  type: int
  returned: for dry_run
decisions:
  description: The decisions file that the dry run left, with what was decided before.
  type: str
  returned: for dry_run
status:
  description: How far the datacenter is afterwards.
  type: dict
  returned: for migrate and rollback
'''

import os

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.pimtools.fleet.plugins.module_utils.tool import Tool, option

PLACE = [('config', '--config'), ('datacenter', '--datacenter'), ('state_dir', '--state-dir')]
LOGGED = [('log_file', '--log-file')]
REDIS = [('redis_host', '--redis-host'), ('redis_port', '--redis-port'), ('redis_user', '--redis-user'),
         ('redis_database', '--redis-database'), ('redis_tls', '--redis-tls'), ('redis_ca', '--redis-ca')]
PLATFORM = [('platform_dir', '--platform-dir')]
PROFILE = [('profile', '--profile')]
# how the answer of a status begins where no run was made
UNKNOWN = 'nothing was run here yet'


class Migrator(object):
    def __init__(self, module):
        self.module = module
        self.settings = module.params['settings']
        self.tool = Tool(module, self.settings['executable'], {'PIM_REDIS_PASSWORD': self.settings['redis_password']})

    def given(self, table):
        return [part for key, name in table for part in option(name, self.settings[key])]

    def ask_status(self):
        answer = self.tool.run(['status'] + self.given(PLACE))
        if answer.exit_code == 3 and answer.error['message'].startswith(UNKNOWN):
            answer.exit_code = 0
        return answer

    def status(self):
        self.tool.done(self.ask_status(), False)

    def keygen(self):
        if self.module.check_mode:
            identity = os.path.join(self.settings['state_dir'] or '/var/lib/pim-tools', 'host.identity')
            if not os.path.exists(identity):
                self.module.exit_json(changed=True, exit=0, result={}, version=None)
        answer = self.tool.run(['keygen'] + self.given(PLACE + LOGGED))
        self.tool.done(answer, answer.result.get('made', False))

    def run(self, *more):
        return self.tool.run(
            ['run', self.module.params['plan']]
            + [part for name in ('decisions', 'max_plan_age', 'min_subscribed')
               for part in option('--' + name.replace('_', '-'), self.module.params[name])]
            + self.given(PLACE + LOGGED + REDIS + PLATFORM + PROFILE) + list(more))

    def dry_run(self):
        answer = self.run()
        report = answer.result.get('result', '')
        self.tool.done(
            answer, False, good=(0, 5), undecided=answer.result.get('counts', {}).get('undecided', 0),
            decisions=os.path.join(os.path.dirname(report), 'decisions.yaml') if report else '')

    def migrate(self):
        before = self.ask_status()
        migration = before.result.get('migration', {})
        done = (migration.get('plan') == self.module.params['plan_id'] and migration.get('finished')
                and migration.get('leftOut') == 0 and 'rolledBack' not in migration)
        if done or self.module.check_mode:
            self.tool.done(before, not done, status=before.result)
        answer = self.run('--no-dry-run')
        after = self.ask_status().result
        self.tool.done(answer, after.get('migration') != migration, status=after)

    def verify(self):
        answer = self.tool.run(['verify'] + self.given(PLACE + LOGGED + REDIS))
        self.tool.done(answer, False, otherwise='%s differences: see the page %s' % (
            answer.result.get('differences'), answer.result.get('page')))

    def rollback(self):
        before = self.ask_status()
        migration = before.result.get('migration')
        back = (migration or {}).get('rolledBack', {})
        if migration is None or back.get('whole') and back.get('finished'):
            self.tool.done(before, False, status=before.result)
        arguments = ['rollback'] + self.given(PLACE + LOGGED + REDIS + PLATFORM)
        if self.module.check_mode:
            answer = self.tool.run(arguments)
            self.tool.done(answer, answer.exit_code == 0, status=before.result)
        answer = self.tool.run(arguments + ['--no-dry-run'])
        after = self.ask_status().result
        self.tool.done(answer, after.get('migration') != migration, status=after,
                       otherwise='something was changed since and is left alone: see result; run it again to go on')


def main():
    texts = ['config', 'datacenter', 'state_dir', 'platform_dir', 'profile', 'log_file', 'redis_host', 'redis_port',
             'redis_user', 'redis_database', 'redis_ca']
    settings = dict((name, dict(type='str')) for name in texts)
    settings.update(
        executable=dict(type='str', default='pim-migrator'),
        redis_password=dict(type='str', no_log=True),
        redis_tls=dict(type='bool', default=False))
    module = AnsibleModule(
        argument_spec=dict(
            command=dict(type='str', required=True,
                         choices=['keygen', 'status', 'dry_run', 'migrate', 'verify', 'rollback']),
            plan=dict(type='path'),
            plan_id=dict(type='str'),
            decisions=dict(type='path'),
            max_plan_age=dict(type='str'),
            min_subscribed=dict(type='str'),
            settings=dict(type='dict', default={}, options=settings)),
        required_if=[('command', 'dry_run', ['plan']), ('command', 'migrate', ['plan', 'plan_id'])],
        supports_check_mode=True)
    migrator = Migrator(module)
    getattr(migrator, module.params['command'])()


if __name__ == '__main__':
    main()
