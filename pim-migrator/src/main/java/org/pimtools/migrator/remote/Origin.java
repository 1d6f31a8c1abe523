package org.pimtools.migrator.remote;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.plan.HostAddress;

/**
 * Scheme, host and port: who gets credentials that are meant for it, and nobody else does.
 *
 * @param scheme {@code https} or {@code http}
 * @param port from 1 to 65535
 */
public record Origin(String scheme, HostAddress host, int port) {
    private static final int LAST_PORT = 65535;
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    /** What the JDK's URIs take for no host: a name with an underscore. */
    private static final Pattern WITH_UNDERSCORE = Pattern.compile("([A-Za-z0-9._-]+)(?::([0-9]{1,5}))?");

    private static final Pattern IPV4 = Pattern.compile("[0-9]+(?:\\.[0-9]+){3}");

    public Origin {
        Objects.requireNonNull(host);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException("neither https nor http");
        }
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("the port is not from 1 to " + LAST_PORT);
        }
    }

    public static Origin https(HostAddress host, int port) {
        return new Origin("https", host, port);
    }

    /**
     * Where a URI leads.
     *
     * @throws RemoteException when it is no plain URI of HTTP with a host, or has a user in it
     */
    public static Origin of(URI uri) throws RemoteException {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean https = scheme.equals("https");
        if (!https && !scheme.equals("http") || uri.getRawUserInfo() != null) {
            throw RemoteException.failed("an address that is not one of HTTP");
        }
        Matcher named = WITH_UNDERSCORE.matcher(uri.getHost() == null ? String.valueOf(uri.getRawAuthority()) : "");
        if (uri.getHost() == null && !named.matches()) {
            throw RemoteException.failed("an address that is not one of HTTP");
        }
        String name = uri.getHost() == null ? named.group(1) : uri.getHost();
        HostAddress host = HostAddress.of(name)
                .orElseThrow(() -> RemoteException.failed("an address whose host is no host name and no IP address"));
        int given = uri.getHost() == null && named.group(2) != null ? Integer.parseInt(named.group(2)) : uri.getPort();
        int port = given == -1 ? https ? HTTPS_PORT : HTTP_PORT : given;
        if (port < 1 || port > LAST_PORT) {
            throw RemoteException.failed("an address whose port is not from 1 to " + LAST_PORT);
        }
        return new Origin(scheme, host, port);
    }

    /** @param pathAndQuery begins with a slash, and is encoded as a URI wants it */
    public URI at(String pathAndQuery) {
        return URI.create(authority() + pathAndQuery);
    }

    /**
     * Where a link of an answer leads, such as the one to the next page, when that is this same origin.
     *
     * @param base what the link may be relative to
     * @throws RemoteException when it leads to another host, port or scheme, or nowhere
     */
    public URI link(URI base, String link) throws RemoteException {
        URI target;
        try {
            // the JDK resolves a query alone as RFC 2396 had it, against the folder
            target = base.resolve(link.startsWith("?") ? base.getRawPath() + link : link);
        } catch (IllegalArgumentException e) {
            throw RemoteException.failed("the answer has a link that is no URI");
        }
        require(target);
        return target;
    }

    /** @throws RemoteException when the URI leads elsewhere */
    void require(URI uri) throws RemoteException {
        Origin other = of(uri);
        if (!equals(other)) {
            throw RemoteException.failed(
                    "a link leads to " + other + ", which is not " + this + ": nothing was sent there");
        }
    }

    /**
     * The same URI as the JDK's client takes it: one whose host has an underscore, with the address that the name has now.
     *
     * @throws UnknownHostException when nobody knows the name
     */
    URI reachable(URI uri) throws UnknownHostException {
        if (uri.getHost() != null) {
            return uri;
        }
        String address = InetAddress.getByName(host.text()).getHostAddress();
        HostAddress plain = HostAddress.of(address).orElseThrow(() -> new UnknownHostException(host.text()));
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new Origin(scheme, plain, port).at(uri.getRawPath() + query);
    }

    /** Whether it is this machine itself, by its name or address. */
    public boolean isLoopback() {
        return host.text().equals("localhost")
                || host.text().endsWith(".localhost")
                || address().filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /** The host's IP address, if it is one and no name; nobody is asked for it. */
    Optional<InetAddress> address() {
        return literal(host);
    }

    static Optional<InetAddress> literal(HostAddress host) {
        if (host.text().indexOf(':') < 0 && !IPV4.matcher(host.text()).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host.text()));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an IP address is not one", e);
        }
    }

    private String authority() {
        return scheme + "://" + host.uriText() + ":" + port;
    }

    @Override
    public String toString() {
        return authority();
    }
}
