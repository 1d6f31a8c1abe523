package org.pimtools.testkit.doubles;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
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
import org.pimtools.testkit.server.ServerCertificate;

/** An HTTP or HTTPS server on a loopback port picked by the system, with a thread per connection; it can misbehave. */
public final class HttpListener implements AutoCloseable {
    public static final String LOOPBACK = "127.0.0.1";

    private final ServerSocket socket;
    private final Layer layer;
    private final BooleanSupplier greets;
    private final Function<HttpExchange.Request, HttpExchange.Answer> handler;
    private final String scheme;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "http-double");
        thread.setDaemon(true);
        return thread;
    });

    /** What HTTP is spoken over. */
    private interface Layer {
        Socket over(Socket connection) throws IOException;
    }

    private HttpListener(
            String scheme,
            Layer layer,
            BooleanSupplier greets,
            Function<HttpExchange.Request, HttpExchange.Answer> handler) {
        this.scheme = scheme;
        this.layer = layer;
        this.greets = greets;
        this.handler = handler;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getByName(LOOPBACK));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** Without TLS. */
    public static HttpListener plain(Function<HttpExchange.Request, HttpExchange.Answer> handler) {
        return new HttpListener("http", connection -> connection, () -> true, handler);
    }

    /** With TLS and this certificate, or without TLS where it is null. */
    public static HttpListener with(
            ServerCertificate certificate, Function<HttpExchange.Request, HttpExchange.Answer> handler) {
        if (certificate == null) {
            return plain(handler);
        }
        SSLSocketFactory tls = certificate.serverContext().getSocketFactory();
        return secured(() -> tls, () -> true, handler);
    }

    /**
     * With TLS.
     *
     * @param tls asked at each connection
     * @param greets asked at each connection: whether to go on with the TLS handshake
     */
    public static HttpListener secured(
            Supplier<SSLSocketFactory> tls,
            BooleanSupplier greets,
            Function<HttpExchange.Request, HttpExchange.Answer> handler) {
        return new HttpListener(
                "https",
                connection -> {
                    SSLSocket secured =
                            (SSLSocket) tls.get().createSocket(connection, LOOPBACK, connection.getPort(), true);
                    secured.setUseClientMode(false);
                    return secured;
                },
                greets,
                handler);
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** The address of a path, which begins with a slash or is empty. */
    public URI url(String path) {
        return URI.create(scheme + "://" + LOOPBACK + ":" + port() + path);
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
                HttpExchange.untilTheOtherSideEnds(connection.getInputStream());
                return;
            }
            Socket top = layer.over(connection);
            InputStream in = new BufferedInputStream(top.getInputStream());
            OutputStream out = top.getOutputStream();
            Optional<HttpExchange.Request> request = HttpExchange.read(in);
            while (request.isPresent() && handler.apply(request.get()).send(in, out)) {
                request = HttpExchange.read(in);
            }
        } catch (IOException e) {
            // the client has gone, or did not like the certificate: nobody is left to tell
        } finally {
            open.remove(connection);
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
