package org.pimtools.migrator.remote;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How an origin is reached: directly, or through an HTTP proxy; {@code https} by CONNECT, with the origin's own
 * certificate.
 */
public record Route(Optional<ProxyServer> proxy) {
    /** The endpoint's option: {@code none}, or {@code http://host:port}. */
    public static final String OPTION = "proxy";

    public static final Route DIRECT = new Route(Optional.empty());

    private static final String NONE = "none";

    public Route {
        Objects.requireNonNull(proxy);
    }

    /**
     * What holds for an origin, by this process's environment.
     *
     * @param option the endpoint's {@link #OPTION}
     * @throws RemoteException as {@link #to(Origin, Optional, Map)} does
     */
    public static Route to(Origin origin, Optional<String> option) throws RemoteException {
        return to(origin, option, System.getenv());
    }

    /**
     * What holds for an origin. This machine itself is always connected to directly. Otherwise the endpoint's option
     * decides; without one the environment does: {@code HTTPS_PROXY} or {@code HTTP_PROXY}, by the origin's scheme,
     * unless {@code NO_PROXY} has the origin. A variable in lower case goes before the one in upper case, and an empty
     * one counts as none.
     *
     * @param option {@code none}, or {@code http://host:port} without a login, since options stand in the plan in
     *     clear; for the same host and port the login is taken from the environment's
     * @throws RemoteException {@code UNREACHABLE}, when the option or the variable is not the address of an HTTP proxy;
     *     the message names it without its value
     */
    public static Route to(Origin origin, Optional<String> option, Map<String, String> environment)
            throws RemoteException {
        if (origin.isLoopback()) {
            return DIRECT;
        }
        String variable = origin.scheme() + "_proxy";
        if (option.isPresent()) {
            return ofOption(option.get(), variable, environment);
        }
        Optional<String> given = value(environment, variable);
        boolean left = value(environment, "no_proxy")
                .map(NoProxy::new)
                .filter(list -> list.holds(origin))
                .isPresent();
        if (given.isEmpty() || left) {
            return DIRECT;
        }
        return new Route(Optional.of(ProxyServer.of(given.get())
                .orElseThrow(() -> refused("the environment variable " + variable.toUpperCase(Locale.ROOT)
                        + " is not the address of an HTTP proxy, http://host:port"))));
    }

    private static Route ofOption(String option, String variable, Map<String, String> environment)
            throws RemoteException {
        if (option.equals(NONE)) {
            return DIRECT;
        }
        ProxyServer named = ProxyServer.of(option)
                .filter(proxy -> proxy.authorization().isEmpty())
                .orElseThrow(() -> refused("the option " + OPTION + " is neither " + NONE
                        + " nor the address of an HTTP proxy without user and password, http://host:port"));
        Optional<ProxyServer> known = value(environment, variable)
                .flatMap(ProxyServer::of)
                .filter(proxy -> proxy.host().equals(named.host()) && proxy.port() == named.port());
        return new Route(Optional.of(known.orElse(named)));
    }

    /** A variable may be written in lower or in upper case. */
    private static Optional<String> value(Map<String, String> environment, String lowerCase) {
        String given = environment.get(lowerCase);
        return Optional.ofNullable(given != null ? given : environment.get(lowerCase.toUpperCase(Locale.ROOT)))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private static RemoteException refused(String message) {
        return new RemoteException(RemoteException.Reason.UNREACHABLE, message, false, null);
    }
}
