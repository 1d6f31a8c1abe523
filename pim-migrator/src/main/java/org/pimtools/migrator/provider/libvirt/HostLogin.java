package org.pimtools.migrator.provider.libvirt;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.inventory.EndpointException;

/** How a host recognises us, and we the host, besides what its URI says. */
sealed interface HostLogin permits OwnLogin, SshLogin, TlsLogin {
    /**
     * Puts what libvirt's client needs into files, until it is closed.
     *
     * @throws EndpointException when they cannot be written
     */
    Material open() throws EndpointException;

    /**
     * The login of an endpoint, by its transport; nothing is sent or written yet.
     *
     * @throws EndpointException when a part is missing, is not for the transport, or cannot be used
     */
    static HostLogin of(PlanLine.Endpoint endpoint, Optional<EndpointSecret> login) throws EndpointException {
        Map<String, Secret> parts =
                new TreeMap<>(login.map(EndpointSecret::parts).orElseGet(TreeMap::new));
        String transport = endpoint.options().getOrDefault("transport", "tls");
        HostLogin made =
                switch (transport) {
                    case "ssh" -> SshLogin.of(taken(parts, "host-key"), taken(parts, "key-file"));
                    case "tls" ->
                        parts.isEmpty()
                                ? new OwnLogin()
                                : TlsLogin.of(
                                        taken(parts, "ca-file"),
                                        taken(parts, "certificate-file"),
                                        taken(parts, "key-file"));
                    default -> new OwnLogin();
                };
        if (!parts.isEmpty()) {
            throw unusable(
                    "transport " + transport + " has no " + String.join(" and no ", new TreeSet<>(parts.keySet())));
        }
        return made;
    }

    private static Optional<Secret> taken(Map<String, Secret> parts, String part) {
        return Optional.ofNullable(parts.remove(part));
    }

    /** What the login cannot be made of, for people. */
    static EndpointException unusable(String message) {
        return new EndpointException(FindingCode.NO_CREDENTIALS, message, false, null);
    }
}
