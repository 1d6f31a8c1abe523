package org.pimtools.testkit.doubles;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP proxy on a loopback port picked by the system: tunnels by CONNECT, and forwards plain requests, which it
 * closes after each. Whatever host is asked for, it connects to this machine, so that a test can use names that exist
 * nowhere. Written from RFC 9110 (9.3.6 CONNECT, 11.7 proxy authentication) and RFC 9112 (3.2.2 absolute form).
 */
public final class ProxyDouble implements AutoCloseable {
    private static final int LONGEST_HEAD = 1 << 16;

    private final ServerSocket socket;
    private final Optional<String> login;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "proxy-double");
        thread.setDaemon(true);
        return thread;
    });
    private volatile int refusing;

    private ProxyDouble(Optional<String> login) {
        this.login = login;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getByName(HttpListener.LOOPBACK));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** One that anybody may use. */
    public static ProxyDouble start() {
        return new ProxyDouble(Optional.empty());
    }

    /** One that answers 407 to who has not this login. */
    public static ProxyDouble start(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new ProxyDouble(Optional.of("Basic " + Base64.getEncoder().encodeToString(both)));
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Connects to nobody from now on. @param status what it answers instead */
    public void refuse(int status) {
        refusing = status;
    }

    /**
     * What it was asked for, refused or not, such as {@code CONNECT server.example:443} or {@code GET
     * http://server.example/}.
     */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            open.forEach(ProxyDouble::closeQuietly);
            threads.shutdownNow();
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            Optional<Head> head = Head.read(client.getInputStream());
            if (head.isPresent()) {
                answer(head.get(), client);
            }
        } catch (IOException e) {
            // one of the sides has gone: nobody is left to tell
        } finally {
            open.remove(client);
        }
    }

    private void answer(Head head, Socket client) throws IOException {
        asked.add(head.method() + " " + head.target());
        boolean welcome = login.isEmpty() || login.get().equals(head.headers().get("Proxy-Authorization"));
        if (!welcome || refusing != 0) {
            int status = welcome ? refusing : 407;
            String wanted = welcome ? "" : "Proxy-Authenticate: Basic realm=\"double\"\r\n";
            send(client, "HTTP/1.1 " + status + " -\r\n" + wanted + "Content-Length: 0\r\n\r\n");
            return;
        }
        boolean tunnel = head.method().equals("CONNECT");
        try (Socket server = new Socket(HttpListener.LOOPBACK, head.port())) {
            open.add(server);
            send(tunnel ? client : server, tunnel ? "HTTP/1.1 200 -\r\n\r\n" : head.forwarded());
            threads.execute(() -> copy(client, server));
            copy(server, client);
        }
    }

    private static void send(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        to.getOutputStream().flush();
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // it is gone all the same
        }
    }

    /** @param target {@code host:port}, or the whole URI of a request that is not CONNECT */
    private record Head(String method, String target, Map<String, String> headers) {
        static Optional<Head> read(InputStream in) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            String text = "";
            while (!text.endsWith("\r\n\r\n") && bytes.size() < LONGEST_HEAD) {
                int next = in.read();
                if (next < 0) {
                    return Optional.empty();
                }
                bytes.write(next);
                text = bytes.toString(StandardCharsets.ISO_8859_1);
            }
            String[] lines = text.split("\r\n");
            String[] start = lines[0].split(" ");
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                headers.put(
                        lines[i].substring(0, colon),
                        lines[i].substring(colon + 1).strip());
            }
            return Optional.of(new Head(start[0], start[1], headers));
        }

        private String authority() {
            return target.replaceFirst("^http://", "").replaceFirst("/.*", "");
        }

        int port() {
            int colon = authority().lastIndexOf(':');
            return colon < 0 ? 80 : Integer.parseInt(authority().substring(colon + 1));
        }

        /** As the server behind gets it: in origin form, without what is meant for the proxy, and for one exchange. */
        String forwarded() {
            StringBuilder out = new StringBuilder(method)
                    .append(' ')
                    .append(target.substring("http://".length() + authority().length()))
                    .append(" HTTP/1.1\r\n");
            headers.forEach((name, value) -> {
                if (!name.equalsIgnoreCase("Proxy-Authorization")) {
                    out.append(name).append(": ").append(value).append("\r\n");
                }
            });
            return out.append("\r\n").toString();
        }
    }
}
