package org.pimtools.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands in front of a server, hands every byte on unread, and knows how long a client was busy with the server: from its first connection
 * to the last byte of an answer. So a part of a process can be timed without asking the process.
 */
final class Tap implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final ServerSocket socket;
    private final String host;
    private final int port;
    private final AtomicLong first = new AtomicLong();
    private final AtomicLong last = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "tap");
        thread.setDaemon(true);
        return thread;
    });

    private Tap(String host, int port) throws IOException {
        this.socket = new ServerSocket(0, 50, InetAddress.getByName(host));
        this.host = host;
        this.port = port;
    }

    /** @param host on loopback, on which the tap listens too */
    static Tap before(String host, int port) {
        try {
            Tap tap = new Tap(host, port);
            tap.threads.execute(tap::accept);
            return tap;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    /** How long the client that does the work is busy with the server. @throws RehearsalException when it does not connect */
    Duration during(Runnable work) {
        first.set(0);
        work.run();
        if (first.get() == 0) {
            throw new RehearsalException("nobody connected to the server");
        }
        return Duration.ofNanos(last.get() - first.get());
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                first.compareAndSet(0, System.nanoTime());
                Socket server = new Socket(host, port);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                threads.execute(() -> handOn(client, server, false));
                threads.execute(() -> handOn(server, client, true));
            } catch (IOException e) {
                // the tap is closed, or the server is: the client notices
            }
        }
    }

    private void handOn(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[BUFFER];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                if (answers) {
                    last.set(System.nanoTime());
                }
            }
        } catch (IOException e) {
            // one side has gone, and the other is closed with it
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
