package org.pimtools.testkit.doubles;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** An HTTPS server on a loopback port picked by the system, with a thread per connection; it can misbehave. */
final class HttpListener implements AutoCloseable {
    static final String LOOPBACK = "127.0.0.1";

    private final ServerSocket socket;
    private final Supplier<SSLSocketFactory> tls;
    private final BooleanSupplier greets;
    private final Function<HttpExchange.Request, HttpExchange.Answer> handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "http-double");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param tls asked at each connection
     * @param greets asked at each connection: whether to go on with the TLS handshake
     */
    HttpListener(
            Supplier<SSLSocketFactory> tls,
            BooleanSupplier greets,
            Function<HttpExchange.Request, HttpExchange.Answer> handler) {
        this.tls = tls;
        this.greets = greets;
        this.handler = handler;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getByName(LOOPBACK));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            open.forEach(HttpListener::closeQuietly);
            threads.shutdownNow();
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                threads.execute(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            if (!greets.getAsBoolean()) {
                waitForTheOtherSide(connection.getInputStream());
                return;
            }
            SSLSocket secured = (SSLSocket) tls.get().createSocket(connection, LOOPBACK, connection.getPort(), true);
            secured.setUseClientMode(false);
            InputStream in = new BufferedInputStream(secured.getInputStream());
            Optional<HttpExchange.Request> request = HttpExchange.read(in);
            while (request.isPresent() && send(handler.apply(request.get()), in, secured.getOutputStream())) {
                request = HttpExchange.read(in);
            }
        } catch (IOException e) {
            // the client has gone, or did not like the certificate: nobody is left to tell
        } finally {
            open.remove(connection);
        }
    }

    /** Returns whether the connection goes on. */
    private static boolean send(HttpExchange.Answer answer, InputStream in, OutputStream out) throws IOException {
        if (answer instanceof HttpExchange.Reply reply) {
            out.write(reply.bytes());
            out.flush();
            return true;
        }
        if (answer instanceof HttpExchange.Drip drip) {
            for (byte each : drip.reply().bytes()) {
                out.write(each);
                out.flush();
                if (!pause(drip.pause().toMillis())) {
                    return false;
                }
            }
            return true;
        }
        if (answer instanceof HttpExchange.Cut cut) {
            byte[] bytes = cut.reply().bytes();
            out.write(Arrays.copyOf(bytes, bytes.length / 2));
            out.flush();
            return false;
        }
        waitForTheOtherSide(in);
        return false;
    }

    private static void waitForTheOtherSide(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    private static boolean pause(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void closeQuietly(Socket connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // it is gone all the same
        }
    }
}
