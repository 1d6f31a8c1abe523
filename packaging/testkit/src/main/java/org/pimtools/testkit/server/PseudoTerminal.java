package org.pimtools.testkit.server;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program at a terminal with a person at the keyboard: one of Python's pseudo-terminals, which the program controls. */
public final class PseudoTerminal implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /**
     * Relays between its own streams and the terminal; its last line is the program's exit code, and whether the terminal's
     * settings are as before.
     */
    private static final String RELAY = """
            import fcntl, os, pty, select, signal, sys, termios
            terminal, slave = pty.openpty()
            before = termios.tcgetattr(slave)
            pid = os.fork()
            if pid == 0:
                os.setsid()
                fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
                for descriptor in (0, 1, 2):
                    os.dup2(slave, descriptor)
                os.closerange(3, 64)
                os.execvp(sys.argv[1], sys.argv[1:])
            keyboard, ended = [0], None
            while True:
                ready = select.select([terminal] + keyboard, [], [], 0 if ended is not None else 0.05)[0]
                if terminal in ready:
                    os.write(1, os.read(terminal, 65536))
                elif ended is not None:
                    break
                if 0 in ready:
                    keys = os.read(0, 4096)
                    if keys:
                        os.write(terminal, keys)
                    else:
                        keyboard = []
                        os.kill(pid, signal.SIGKILL)
                if ended is None:
                    done, status = os.waitpid(pid, os.WNOHANG)
                    ended = os.waitstatus_to_exitcode(status) if done else None
            print("\\n%d %s" % (ended, termios.tcgetattr(slave) == before))
            """;

    /**
     * How a program ended.
     *
     * @param exit its code, or the negative number of the signal that ended it
     * @param screen all that it showed, with the terminal's echo; lines end with a newline alone
     * @param restored whether the terminal's settings are what they were before
     */
    public record Seen(int exit, String screen, boolean restored) {}

    private final Process relay;
    private final OutputStream keyboard;
    private final Thread reader;
    private final StringBuilder screen = new StringBuilder();
    private int awaited;

    private PseudoTerminal(Process relay) {
        this.relay = relay;
        this.keyboard = relay.getOutputStream();
        this.reader = new Thread(this::read, "pseudo-terminal");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a program. @param environment what is added to this process's own */
    public static PseudoTerminal start(List<String> command, Path directory, Map<String, String> environment)
            throws IOException {
        List<String> all = new ArrayList<>(List.of(Tools.require("python3").toString(), "-c", RELAY));
        all.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(all).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new PseudoTerminal(builder.start());
    }

    private void read() {
        try (Reader shown = new InputStreamReader(relay.getInputStream(), StandardCharsets.UTF_8)) {
            char[] part = new char[4096];
            for (int length = shown.read(part); length >= 0; length = shown.read(part)) {
                synchronized (screen) {
                    screen.append(new String(part, 0, length).replace("\r", ""));
                    screen.notifyAll();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the text is on the screen, after what was waited for before. */
    public void await(String text) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        synchronized (screen) {
            int at = screen.indexOf(text, awaited);
            while (at < 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0 || !reader.isAlive()) {
                    throw new AssertionError("no '" + text + "' on the screen after: " + screen.substring(awaited));
                }
                screen.wait(Math.min(left, 100));
                at = screen.indexOf(text, awaited);
            }
            awaited = at + text.length();
        }
    }

    /** Presses keys. @param keys {@code \r} is Enter, {@code \u0003} Ctrl-C, {@code \u0004} Ctrl-D */
    public void type(String keys) throws IOException {
        keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    /** Waits for the program's own end. */
    public Seen end() throws InterruptedException {
        if (!relay.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the program does not end: " + screen);
        }
        reader.join();
        String all = screen.toString().stripTrailing();
        int last = all.lastIndexOf('\n');
        String[] words = all.substring(last + 1).split(" ");
        return new Seen(
                Integer.parseInt(words[0]),
                all.substring(0, Math.max(0, last)),
                Boolean.parseBoolean(words[1].strip()));
    }

    /** Kills the program if it still runs. */
    @Override
    public void close() throws IOException {
        keyboard.close();
        try {
            relay.waitFor();
            reader.join();
        } catch (InterruptedException e) {
            relay.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
