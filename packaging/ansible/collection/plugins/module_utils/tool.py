# Apache License 2.0 (see LICENSE)
"""Runs a command of the PIM tools and reads its answer.

Works on Python 2.7 too, which hosts of Enterprise Linux 7 have.
"""
from __future__ import absolute_import, division, print_function

__metaclass__ = type

import json


def option(name, value):
    """The arguments that give an option, none where the value is empty."""
    if value is None or value == '' or value is False:
        return []
    if value is True:
        return [name]
    if isinstance(value, list):
        return [part for each in value for part in option(name, each)]
    return [name, str(value)]


class Answer(object):
    """What a run left: its exit code, and the envelope that --format json prints."""

    def __init__(self, exit_code, envelope):
        self.exit_code = exit_code
        self.result = envelope.get('result') or {}
        self.error = envelope.get('error')
        self.warnings = envelope.get('warnings') or []
        self.version = envelope.get('version')

    def facts(self):
        return dict(exit=self.exit_code, result=self.result, version=self.version)

    def reason(self, otherwise):
        """Why it failed, and what to do."""
        if not self.error:
            return otherwise
        hint = self.error.get('hint')
        return self.error['message'] + ('; hint: ' + hint if hint else '')


class Tool(object):
    """A command, its secrets in its environment and never among its arguments."""

    def __init__(self, module, executable, environment):
        self.module = module
        self.executable = module.get_bin_path(executable, required=True)
        self.environment = dict((name, value) for name, value in environment.items() if value)

    def run(self, arguments, stdin=None):
        code, out, err = self.module.run_command(
            [self.executable] + arguments + ['--format', 'json', '--quiet'],
            environ_update=self.environment, data=stdin, binary_data=False)
        try:
            envelope = json.loads(out)
        except ValueError:
            self.module.fail_json(
                msg='%s ended with exit code %d and without an answer' % (self.executable, code),
                exit=code, stdout=out, stderr=err)
        answer = Answer(code, envelope)
        for warning in answer.warnings:
            self.module.warn(warning)
        return answer

    def done(self, answer, changed, good=(0,), otherwise='it is done in part: see result', **more):
        """Ends the module."""
        facts = dict(answer.facts(), **more)
        if answer.exit_code in good:
            self.module.exit_json(changed=changed, **facts)
        self.module.fail_json(msg=answer.reason(otherwise), changed=changed, **facts)
