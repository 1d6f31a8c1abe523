"""Types lines into a real interactive shell on a pseudo-terminal, and tells what the shell made of each.

Reads one JSON object from standard input: argv, env, cwd, setup (a line to run first), lines (each what is typed, keys
included). Behind every line the key Ctrl-X Ctrl-D is pressed, to which the shell's setup has bound a command that prints the
line in hand between the bytes 2 and 3. Prints a JSON list: for each line what was printed last, and
what came on the screen before it. The prompt must begin with the byte 5. Nothing waits by the clock: the mark is printed when
all keys before it were worked off.
"""
import fcntl, json, os, pty, select, signal, struct, sys, termios, time

LIMIT = 60
PROMPT, READY = b"\x05", b"\x06"  # with which a prompt begins; a shell that shows one reads keys one by one
task = json.load(sys.stdin)
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 200, 250, 0, 0))
    os.chdir(task["cwd"])
    os.execve(task["argv"][0], task["argv"], task["env"])

seen = b""
deadline = time.monotonic() + LIMIT


def read_until(mark):
    global seen
    while mark not in seen:
        if time.monotonic() > deadline or not select.select([terminal], [], [], LIMIT)[0]:
            raise SystemExit("the shell does not answer: %r" % seen)
        try:
            seen += os.read(terminal, 65536)
        except OSError:
            raise SystemExit("the shell ended: %r" % seen)
    before, seen = seen.split(mark, 1)
    return before.decode()


answers = []
try:
    read_until(PROMPT)
    os.write(terminal, (task["setup"] + "; PS1=$'\\006> '\r").encode())
    read_until(READY)
    for line in task["lines"]:
        os.write(terminal, (line + "\x18\x04").encode())
        screen = read_until(b"\x02")
        answers.append({"line": read_until(b"\x03"), "screen": screen})
        os.write(terminal, b"\x15")
finally:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
print(json.dumps(answers))
