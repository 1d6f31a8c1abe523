package org.pimtools.migrator.remote;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.secret.Secret;

/**
 * An HTTP proxy; what it wants as a login never shows itself.
 *
 * @param port from 1 to 65535
 * @param authorization the value of its header {@code Proxy-Authorization}, if it wants one
 */
public record ProxyServer(HostAddress host, int port, Optional<Secret> authorization) {
    private static final Pattern URL = Pattern.compile(
            "(?:http://)?(?:(?<login>[^/]*)@)?(?<host>\\[[^\\]]*\\]|[^:/@]*)(?::(?<port>[0-9]{1,5}))?/?");

    private static final int DEFAULT_PORT = 80;
    private static final int LAST_PORT = 65535;

    public ProxyServer {
        Objects.requireNonNull(host);
        Objects.requireNonNull(authorization);
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("the port is not from 1 to " + LAST_PORT);
        }
    }

    /**
     * Reads {@code [http://][user:password@]host[:port]}, where user and password may be percent-encoded; the port is
     * 80 if none is given, as in every URL of HTTP.
     *
     * @return empty when the text is anything else, such as a proxy that is spoken to by TLS or SOCKS
     */
    static Optional<ProxyServer> of(String text) {
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            return Optional.empty();
        }
        int port = url.group("port") == null ? DEFAULT_PORT : Integer.parseInt(url.group("port"));
        if (port < 1 || port > LAST_PORT) {
            return Optional.empty();
        }
        Optional<Secret> login;
        try {
            login = Optional.ofNullable(url.group("login")).map(ProxyServer::basic);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return HostAddress.of(url.group("host")).map(host -> new ProxyServer(host, port, login));
    }

    private static Secret basic(String login) {
        int colon = login.indexOf(':');
        String user = colon < 0 ? login : login.substring(0, colon);
        String password = colon < 0 ? "" : login.substring(colon + 1);
        return Basic.of(decoded(user), Secret.of(decoded(password)));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return host.uriText() + ":" + port;
    }
}
