package org.pimtools.testkit.doubles;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What goes over one HTTP/1.1 connection. Source: RFC 9112. */
public final class HttpExchange {
    private HttpExchange() {}

    /** @param headers by name, in any case */
    public record Request(String method, String path, Map<String, String> headers, byte[] body) {
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /** How a request is answered. */
    public sealed interface Answer {
        /**
         * Sends the answer.
         *
         * @param in what the other side sends meanwhile
         * @return whether the connection goes on
         */
        boolean send(InputStream in, OutputStream out) throws IOException;
    }

    /** Properly. */
    public record Reply(int status, Map<String, String> headers, byte[] body) implements Answer {
        public static Reply xml(int status, String body) {
            return new Reply(
                    status, Map.of("Content-Type", "text/xml; charset=utf-8"), body.getBytes(StandardCharsets.UTF_8));
        }

        public static Reply json(int status, String body) {
            return new Reply(
                    status,
                    Map.of("Content-Type", "application/json; charset=utf-8"),
                    body.getBytes(StandardCharsets.UTF_8));
        }

        /** With another header. */
        public Reply with(String name, String value) {
            Map<String, String> more = new TreeMap<>(headers);
            more.put(name, value);
            return new Reply(status, more, body);
        }

        byte[] bytes() {
            byte[] head = head(body.length);
            byte[] all = Arrays.copyOf(head, head.length + body.length);
            System.arraycopy(body, 0, all, head.length, body.length);
            return all;
        }

        private byte[] head(long length) {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " -\r\n");
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            head.append("Content-Length: ").append(length).append("\r\n\r\n");
            return head.toString().getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public boolean send(InputStream in, OutputStream out) throws IOException {
            out.write(bytes());
            out.flush();
            return true;
        }
    }

    /** Byte by byte. */
    public record Drip(Reply reply, Duration pause) implements Answer {
        @Override
        public boolean send(InputStream in, OutputStream out) throws IOException {
            for (byte each : reply.bytes()) {
                out.write(each);
                out.flush();
                if (!paused(pause)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** After a while. */
    public record Late(Answer answer, Duration pause) implements Answer {
        @Override
        public boolean send(InputStream in, OutputStream out) throws IOException {
            return paused(pause) && answer.send(in, out);
        }
    }

    /** Half of it, and then the end of the connection. */
    public record Cut(Reply reply) implements Answer {
        @Override
        public boolean send(InputStream in, OutputStream out) throws IOException {
            byte[] bytes = reply.bytes();
            out.write(bytes, 0, bytes.length / 2);
            out.flush();
            return false;
        }
    }

    /**
     * Properly, and then spaces until the body has the length.
     *
     * @param length in bytes, at least that of the reply's body
     */
    public record Padded(Reply reply, long length) implements Answer {
        private static final int AT_ONCE = 1 << 16;

        @Override
        public boolean send(InputStream in, OutputStream out) throws IOException {
            byte[] spaces = new byte[AT_ONCE];
            Arrays.fill(spaces, (byte) ' ');
            out.write(reply.head(length));
            out.write(reply.body());
            long left = length - reply.body().length;
            while (left > 0) {
                int now = (int) Math.min(left, AT_ONCE);
                out.write(spaces, 0, now);
                left -= now;
            }
            out.flush();
            return true;
        }
    }

    /** Not at all. */
    public record Silence() implements Answer {
        @Override
        public boolean send(InputStream in, OutputStream out) throws IOException {
            untilTheOtherSideEnds(in);
            return false;
        }
    }

    /** The end of the connection instead of an answer. */
    public record Gone() implements Answer {
        @Override
        public boolean send(InputStream in, OutputStream out) {
            return false;
        }
    }

    static void untilTheOtherSideEnds(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    private static boolean paused(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Reads the next request; empty at the end of the connection. */
    static Optional<Request> read(InputStream in) throws IOException {
        String start = line(in);
        if (start.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = start.split(" ");
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        byte[] body = "chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"))
                ? chunks(in)
                : exactly(in, Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
        return Optional.of(new Request(parts[0], parts[1], headers, body));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            body.writeBytes(exactly(in, size));
            line(in);
        }
        line(in);
        return body.toByteArray();
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(line(in).split(";")[0].strip(), 16);
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != -1 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
