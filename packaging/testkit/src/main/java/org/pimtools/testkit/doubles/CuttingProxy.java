package org.pimtools.testkit.doubles;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/**
 * Stands between a client and Redis, and cuts a connection once, at an EXEC: before Redis gets it, or when Redis has carried it out and
 * before the client gets the reply. Written from the Redis protocol (RESP) as its documentation has it.
 */
public final class CuttingProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final boolean executed;
    private final int atExec;
    private final Runnable meanwhile;
    private final CountDownLatch cut = new CountDownLatch(1);
    private int execs;

    /**
     * Listens on a port picked by the system.
     *
     * @param target the port of Redis on this machine
     * @param atExec which EXEC, from 1, of all connections together
     * @param executed whether Redis still carries it out
     */
    public CuttingProxy(int target, int atExec, boolean executed) throws IOException {
        this(target, atExec, executed, () -> {});
    }

    /** @param meanwhile what happens at the cut, while the client waits for the reply to its EXEC */
    public CuttingProxy(int target, int atExec, boolean executed, Runnable meanwhile) throws IOException {
        this.target = target;
        this.atExec = atExec;
        this.executed = executed;
        this.meanwhile = meanwhile;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many there were. */
    public synchronized int execs() {
        return execs;
    }

    private synchronized boolean isTheOne() {
        return ++execs == atExec;
    }

    private void accept() {
        try {
            while (true) {
                connect(listener.accept());
            }
        } catch (IOException closed) {
            return;
        }
    }

    /** A server that is down now may be up again for the next client. */
    private void connect(Socket client) throws IOException {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            Replies replies = new Replies();
            thread(() -> forward(client, server, replies));
            thread(() -> copy(server, client, replies));
        } catch (ConnectException down) {
            client.close();
        }
    }

    private void forward(Socket client, Socket server, Replies replies) {
        try (client;
                server) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = new BufferedOutputStream(server.getOutputStream());
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next >= 0; next = in.read()) {
                line.append((char) next);
                if (next == '\n') {
                    if (line.toString().equals("EXEC\r\n") && isTheOne()) {
                        cut(out, replies);
                        return;
                    }
                    line.setLength(0);
                }
                out.write(next);
                if (in.available() == 0) {
                    out.flush();
                }
            }
        } catch (IOException broken) {
            return;
        }
    }

    private void cut(OutputStream server, Replies replies) throws IOException {
        try {
            replies.withhold();
            if (executed) {
                server.write(("\nECHO " + Replies.LAST + "\r\n").getBytes(US_ASCII));
                server.flush();
                replies.awaitLast();
            }
            meanwhile.run();
        } finally {
            cut.countDown();
        }
    }

    /** Ends the client's connection when the server's ends; one that the client has ended takes no more. */
    private static void copy(Socket server, Socket client, Replies replies) {
        byte[] buffer = new byte[4_096];
        try {
            for (int read = read(server, buffer); read >= 0; read = read(server, buffer)) {
                if (!replies.withheld(buffer, read)) {
                    client.getOutputStream().write(buffer, 0, read);
                }
            }
            client.close();
        } catch (IOException broken) {
            return;
        } finally {
            replies.end();
        }
    }

    /** What Redis answers on one connection: passed on until it is withheld. */
    private static final class Replies {
        static final String LAST = "the-last-reply-" + UUID.randomUUID();

        private final CountDownLatch last = new CountDownLatch(1);
        private StringBuilder withheld;

        synchronized void withhold() {
            withheld = new StringBuilder();
        }

        synchronized boolean withheld(byte[] buffer, int length) {
            if (withheld == null) {
                return false;
            }
            withheld.append(new String(buffer, 0, length, ISO_8859_1));
            if (withheld.indexOf(LAST) >= 0) {
                end();
            }
            return true;
        }

        void end() {
            last.countDown();
        }

        void awaitLast() {
            await(last);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int read(Socket server, byte[] buffer) {
        try {
            return server.getInputStream().read(buffer);
        } catch (IOException reset) {
            return -1;
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits for what happens at the cut when it has begun. */
    @Override
    public void close() {
        try {
            listener.close();
            if (execs() >= atExec) {
                await(cut);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
