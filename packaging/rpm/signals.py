"""Sends signals to an installed command in the root that is named, and a Ctrl-C from a terminal, while it waits for a database that is
silent: each ends it with its exit code."""
import os
import pty
import signal
import socket
import subprocess
import sys

# a job in the background ignores some of them, and so would what it starts
for heeded in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
    signal.signal(heeded, signal.SIG_DFL)

root = sys.argv[1]
server = socket.create_server(("127.0.0.1", 0))
server.settimeout(60)
command = ["chroot", root, "/usr/bin/env", "-i", "PATH=/usr/bin:/bin", "HOME=/root", "PIM_DB_PASSWORD=x",
           "/usr/bin/pim-planner", "plan", "-o", "/root/never.plan", "--db-host", "127.0.0.1",
           "--db-port", str(server.getsockname()[1]), "--db-name", "kinton", "--db-user", "nobody"]


def connected():
    """Once it has connected to a server that never says a word, it runs and waits."""
    return server.accept()[0]


def program(pid):
    with open(f"/proc/{pid}/comm") as name:
        return name.read().strip()


STOPPED = b"pim-planner: stopped; no plan was written: run again to make one"

for number, code in ((signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    with connected():
        assert program(process.pid) == "java", f"process {process.pid} is {program(process.pid)}: the launcher stands in between"
        process.send_signal(number)
        said = process.communicate(timeout=60)[1]
    assert process.returncode == code, f"{number.name}: exit code {process.returncode}, not {code}: {said}"
    assert STOPPED in said, f"{number.name}: {said}"

pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
with connected():
    os.write(terminal, b"\x03")
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
assert code == 130, f"Ctrl-C: exit code {code}, not 130"
