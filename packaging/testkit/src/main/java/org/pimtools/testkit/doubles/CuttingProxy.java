package org.pimtools.testkit.doubles;

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
import java.net.SocketTimeoutException;

/**
 * Stands between a client and Redis, and cuts a connection once, at an EXEC: before Redis gets it, or when Redis has carried it out and
 * before the client gets the reply. Written from the Redis protocol (RESP) as its documentation has it.
 */
public final class CuttingProxy implements AutoCloseable {
    private static final int SILENCE_MILLIS = 300;

    private final ServerSocket listener;
    private final int target;
    private final boolean executed;
    private final int atExec;
    private final Runnable meanwhile;
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

    /** @param meanwhile what happens at the cut, before the client notices it */
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
            thread(() -> forward(client, server));
            thread(() -> copy(server, client));
        } catch (ConnectException down) {
            client.close();
        }
    }

    private void forward(Socket client, Socket server) {
        try (client;
                server) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = new BufferedOutputStream(server.getOutputStream());
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next >= 0; next = in.read()) {
                line.append((char) next);
                if (next == '\n') {
                    if (line.toString().equals("EXEC\r\n") && isTheOne()) {
                        if (executed) {
                            out.write('\n');
                            out.flush();
                            client.shutdownOutput();
                            waitForSilence(server);
                        }
                        meanwhile.run();
                        return;
                    }
                    line.setLength(0);
                }
                out.write(next);
                if (in.available() == 0) {
                    out.flush();
                }
            }
        } catch (IOException cut) {
            return;
        }
    }

    /** Redis has executed what it got when it has nothing more to say. */
    private static void waitForSilence(Socket server) throws IOException {
        server.setSoTimeout(SILENCE_MILLIS);
        try {
            while (server.getInputStream().read() >= 0) {
                continue;
            }
        } catch (SocketTimeoutException silent) {
            return;
        }
    }

    /** Ends the client's connection when the server's ends; one that the client has ended takes no more. */
    private static void copy(Socket server, Socket client) {
        byte[] buffer = new byte[4_096];
        try {
            for (int read = read(server, buffer); read >= 0; read = read(server, buffer)) {
                client.getOutputStream().write(buffer, 0, read);
            }
            client.close();
        } catch (IOException cut) {
            return;
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

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
