package org.pimtools.migrator.remote;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pimtools.common.secret.Secret;

/** A request, which is never changed: each method gives another one. */
public final class Request {
    private static final byte[] NOTHING = new byte[0];
    /** What the transport writes itself, and what would be wrong when it did not. */
    private static final Set<String> OF_THE_TRANSPORT =
            Set.of("host", "content-length", "connection", "expect", "upgrade");

    private final String method;
    private final URI uri;
    private final List<Header> headers;
    private final byte[] body;
    private final boolean repeatable;
    private final Duration within;

    private Request(String method, URI uri, List<Header> headers, byte[] body, boolean repeatable, Duration within) {
        this.method = method;
        this.uri = uri;
        this.headers = List.copyOf(headers);
        this.body = body;
        this.repeatable = repeatable;
        this.within = within;
    }

    /** Reads; is {@link #repeatable} therefore. */
    public static Request get(URI uri) {
        return new Request("GET", uri, List.of(), NOTHING, true, null);
    }

    /** Is sent once, unless {@link #repeatable} says otherwise. */
    public static Request post(URI uri, String contentType, String body) {
        return of("POST", uri).body(contentType, body);
    }

    /** Any method, without a body; is sent once, unless {@link #repeatable} says otherwise. */
    public static Request of(String method, URI uri) {
        return new Request(method, uri, List.of(), NOTHING, false, null);
    }

    /** With a body, in UTF-8, and its type in the header. */
    public Request body(String contentType, String text) {
        return new Request(method, uri, headers, text.getBytes(StandardCharsets.UTF_8), repeatable, within)
                .header("Content-Type", contentType);
    }

    /**
     * With one header more; one of the same name is replaced, also in other case.
     *
     * @throws IllegalArgumentException when the name or the value cannot stand in a header
     */
    public Request header(String name, String value) {
        return header(new Header(name, Secret.of(value), false));
    }

    /** With a header that never shows itself. */
    public Request header(String name, Secret value) {
        return header(new Header(name, value, true));
    }

    private Request header(Header header) {
        List<Header> all = new ArrayList<>(headers);
        all.removeIf(other -> other.name().equalsIgnoreCase(header.name()));
        all.add(header);
        return new Request(method, uri, all, body, repeatable, within);
    }

    /** With Basic authentication (RFC 7617), in UTF-8. */
    public Request basic(String user, Secret password) {
        return header("Authorization", Basic.of(user, password));
    }

    /** To another address. */
    public Request at(URI other) {
        return new Request(method, other, headers, body, repeatable, within);
    }

    /** May be sent again when it is not known whether the server carried it out, since that would change nothing. */
    public Request repeatable() {
        return new Request(method, uri, headers, body, true, within);
    }

    /** With a deadline of its own, if that is shorter than the gate's. */
    public Request within(Duration limit) {
        return new Request(method, uri, headers, body, repeatable, limit);
    }

    public String method() {
        return method;
    }

    public URI uri() {
        return uri;
    }

    public List<Header> headers() {
        return headers;
    }

    /** A copy of the body, for those who sign it; empty when there is none. */
    public byte[] body() {
        return body.clone();
    }

    boolean isRepeatable() {
        return repeatable;
    }

    Optional<Duration> within() {
        return Optional.ofNullable(within);
    }

    /** @param reachable this request's URI as the JDK's client takes it */
    HttpRequest.Builder builder(URI reachable) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(reachable)
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        for (Header header : headers) {
            if (!OF_THE_TRANSPORT.contains(header.name().toLowerCase(Locale.ROOT))) {
                builder.header(header.name(), header.value().reveal());
            }
        }
        return builder;
    }

    /** Leaves out the query, the body and what is secret in the headers. */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath() + " " + headers;
    }
}
