"""Hands ``openstack aos db migrate`` and ``openstack aos db list`` over to the command ``aos-db-migrate``.

All options are its own: they are declared there, described in options.json for the help, and handed over as they were typed.
Only those that openstack takes for itself wherever they stand on its command line are put back.
"""
import argparse
import json
import os
import shutil
import signal
import subprocess

from osc_lib.command import command

COMMAND = "aos-db-migrate"
COMMAND_VARIABLE = "AOS_DB_MIGRATE_COMMAND"
INVALID_INPUT = 3
LIST_OPTIONS = ("--names", "--modules-dir", "--format", "--color", "--debug", "--quiet")


def _declared():
    with open(os.path.join(os.path.dirname(__file__), "options.json"), encoding="utf-8") as file:
        return json.load(file)


class Migrate(command.Command):
    # nothing is asked of Keystone
    auth_required = False
    # what stands before the words that were typed
    task = []

    def get_description(self):
        return "\n\n".join(_declared()["description"])

    def shown_options(self):
        """The options of its help."""
        return _declared()["options"]

    def get_epilog(self):
        return "Hands over to the command %s (%s names another one); see man %s." % (COMMAND, COMMAND_VARIABLE, COMMAND)

    def get_parser(self, prog_name):
        """A parser that shows the options in its help, and leaves the reading of them to the command."""
        parser = super(Migrate, self).get_parser(prog_name)
        for option in self.shown_options():
            value = {"action": "store_true"}
            if option["label"]:
                value = {"metavar": option["label"], "nargs": "+" if option["several"] else None}
            parser.add_argument(*option["names"], help=option["text"].replace("%", "%%"), **value)
        parser.parse_args = lambda words: argparse.Namespace(words=list(words))
        return parser

    def take_action(self, parsed_args):
        """Becomes the command, with this process's id, standard streams and signals; its exit code is the exit code."""
        wanted = os.environ.get(COMMAND_VARIABLE) or COMMAND
        program = shutil.which(wanted)
        if program is None:
            return self._fail("there is no command " + wanted)
        line = [program] + self.task + self._swallowed() + parsed_args.words
        self.app.stdout.flush()
        self.app.stderr.flush()
        try:
            if self.app.interactive_mode:
                return _run(line)
            # Python ignores it, and what is executed would go on ignoring it
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            os.execv(program, line)
        except OSError as error:
            return self._fail("%s cannot be run: %s" % (program, error.strerror))

    def _swallowed(self):
        """What openstack takes for itself, also behind the command."""
        options = self.app.options
        words = []
        if options.verbose_level == 0:
            words.append("--quiet")
        elif options.verbose_level > 1:
            words.append("--verbose")
        if options.debug:
            words.append("--debug")
        if options.log_file:
            words += ["--log-file", options.log_file]
        return words

    def _fail(self, message):
        self.app.stderr.write(
            "openstack: error: %s\nhint: install the package %s, or name its command in the environment variable %s\n"
            % (message, COMMAND, COMMAND_VARIABLE)
        )
        return INVALID_INPUT


class List(Migrate):
    task = ["--versions"]

    def get_description(self):
        return next(option["text"] for option in _declared()["options"] if option["names"] == self.task)

    def shown_options(self):
        return [option for option in _declared()["options"] if option["names"][-1] in LIST_OPTIONS]


def _run(line):
    """Within openstack's own prompt, which goes on afterwards."""
    process = subprocess.Popen(line)
    while True:
        try:
            exit_code = process.wait()
            return exit_code if exit_code >= 0 else 128 - exit_code
        except KeyboardInterrupt:
            # the command got it too, and ends as it sees fit
            continue
