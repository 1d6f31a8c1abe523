package org.pimtools.migrator.provider;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLServerSocket;
import org.pimtools.testkit.server.ServerCertificate;

/**
 * A vCenter over TLS that misbehaves as it is told, request by request. Left alone it lists {@code vm0}, {@code vm1}, … in
 * pages of its own size.
 */
public final class FaultyVsphere implements AutoCloseable {
    public static final String UUID = "eb75c6bf-3059-47e2-a99b-72834909d3eb";
    private static final Pattern METHOD = Pattern.compile("<(?:\\w+:)?Body><(\\w+) ");
    private static final Pattern TOKEN = Pattern.compile("<token>from-(\\d+)</token>");

    private final SSLServerSocket listening;
    private final BiFunction<String, Integer, Reply> script;
    private final int vms;
    private final int pageSize;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What a request gets. */
    public sealed interface Reply {
        /** The usual answer. */
        record Usual() implements Reply {}

        record Http(int status, String body) implements Reply {}

        /** A SOAP fault. */
        record Fault(String type, String text) implements Reply {}

        /** Nothing, on a connection that stays open. */
        record Silence() implements Reply {}

        /** The head of an answer, then hardly anything. */
        record Drip() implements Reply {}

        /** Half of the usual answer, then the connection is closed. */
        record Cut() implements Reply {}

        /** White space without an end. */
        record Endless() implements Reply {}
    }

    /** @param script from the method and how often it was called (from 1) to the reply */
    public FaultyVsphere(
            ServerCertificate certificate, int vms, int pageSize, BiFunction<String, Integer, Reply> script) {
        this.vms = vms;
        this.pageSize = pageSize;
        this.script = script;
        try {
            listening = (SSLServerSocket) certificate
                    .serverContext()
                    .getServerSocketFactory()
                    .createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::acceptAll);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** The methods that were called, in order. */
    public List<String> log() {
        return List.copyOf(log);
    }

    /** The bodies of the requests, in order. */
    public List<String> bodies() {
        return List.copyOf(bodies);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "faulty vSphere");
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket socket = listening.accept();
                open.add(socket);
                daemon(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (answer(body(in), out)) {
                out.flush();
            }
        } catch (IOException e) {
            // the client left
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static String body(InputStream in) throws IOException {
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).trim());
            }
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("end");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private boolean answer(String request, OutputStream out) throws IOException, InterruptedException {
        Matcher matcher = METHOD.matcher(request);
        String method = matcher.find() ? matcher.group(1) : "?";
        int times;
        synchronized (this) {
            bodies.add(request);
            log.add(method);
            times = (int) log.stream().filter(method::equals).count();
        }
        Reply reply = script.apply(method, times);
        if (reply instanceof Reply.Usual) {
            return http(out, 200, usual(method, request));
        } else if (reply instanceof Reply.Http http) {
            return http(out, http.status(), http.body());
        } else if (reply instanceof Reply.Fault fault) {
            return http(
                    out,
                    500,
                    envelope("<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>" + fault.text()
                            + "</faultstring><detail><" + fault.type() + "Fault xmlns=\"urn:vim25\" xsi:type=\""
                            + fault.type() + "\"/></detail></soapenv:Fault>"));
        } else if (reply instanceof Reply.Cut) {
            String whole = usual(method, request);
            head(out, 200, whole.length());
            out.write(whole.substring(0, whole.length() / 2).getBytes(StandardCharsets.UTF_8));
        } else if (reply instanceof Reply.Drip) {
            head(out, 200, 1_000_000);
            out.write('<');
            out.flush();
            closed.await();
        } else if (reply instanceof Reply.Endless) {
            head(out, 200, Integer.MAX_VALUE);
            byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            while (true) {
                out.write(blanks);
            }
        } else {
            closed.await();
        }
        return false;
    }

    private static boolean http(OutputStream out, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        head(out, status, bytes.length);
        out.write(bytes);
        return true;
    }

    private static void head(OutputStream out, int status, int length) throws IOException {
        out.write(("HTTP/1.1 " + status + " x\r\nContent-Type: text/xml\r\nContent-Length: " + length
                        + "\r\nSet-Cookie: vmware_soap_session=\"abc\"; Path=/; HttpOnly; Secure\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    private String usual(String method, String request) {
        return switch (method) {
            case "RetrieveServiceContent" ->
                response(
                        method,
                        "<returnval><rootFolder type=\"Folder\">group-d1</rootFolder>"
                                + "<propertyCollector type=\"PropertyCollector\">pc</propertyCollector>"
                                + "<viewManager type=\"ViewManager\">views</viewManager><about><name>x</name><instanceUuid>"
                                + UUID + "</instanceUuid></about>"
                                + "<sessionManager type=\"SessionManager\">sessions</sessionManager></returnval>");
            case "CreateContainerView" -> response(method, "<returnval type=\"ContainerView\">view-1</returnval>");
            case "RetrievePropertiesEx" -> page(method, 0);
            case "ContinueRetrievePropertiesEx" -> {
                Matcher token = TOKEN.matcher(request);
                token.find();
                yield page(method, Integer.parseInt(token.group(1)));
            }
            default -> response(method, "");
        };
    }

    private String page(String method, int from) {
        int to = Math.min(vms, from + pageSize);
        String objects = IntStream.range(from, to)
                .mapToObj(i -> "<objects><obj type=\"VirtualMachine\">vm-" + i
                        + "</obj><propSet><name>name</name><val xsi:type=\"xsd:string\">vm" + i
                        + "</val></propSet></objects>")
                .collect(Collectors.joining());
        String token = to < vms ? "<token>from-" + to + "</token>" : "";
        return response(method, "<returnval>" + token + objects + "</returnval>");
    }

    private static String response(String method, String content) {
        return envelope("<" + method + "Response xmlns=\"urn:vim25\">" + content + "</" + method + "Response>");
    }

    public static String envelope(String body) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope"
                + " xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\""
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body>" + body
                + "</soapenv:Body></soapenv:Envelope>";
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listening.close();
            for (Socket socket : new ArrayList<>(open)) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
