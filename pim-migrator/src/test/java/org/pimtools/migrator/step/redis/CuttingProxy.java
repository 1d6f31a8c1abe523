package org.pimtools.migrator.step.redis;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** Stands between a client and Redis, and cuts the first connection at an EXEC: before Redis gets it, or before the client gets the reply. */
final class CuttingProxy implements AutoCloseable {
    private static final int SILENCE_MILLIS = 300;

    private final ServerSocket listener;
    private final int target;
    private final boolean executed;
    private final int atExec;
    private int execs;

    /** @param atExec which EXEC, from 1 */
    CuttingProxy(int target, int atExec, boolean executed) throws IOException {
        this.target = target;
        this.atExec = atExec;
        this.executed = executed;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    synchronized int execs() {
        return execs;
    }

    private synchronized boolean isTheOne() {
        return ++execs == atExec;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                thread(() -> forward(client, server));
                thread(() -> copy(server, client));
            }
        } catch (IOException closed) {
            return;
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

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[4_096];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException cut) {
            return;
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
