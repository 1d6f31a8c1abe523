package org.pimtools.migrator.provider.oci;

import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.remote.Request;
import org.pimtools.migrator.remote.Signer;

/**
 * Signs requests without a body, anew for each attempt. Sources: Oracle's documentation, "Request Signatures" (version 1);
 * draft-cavage-http-signatures-08.
 */
final class RequestSignature implements Signer {
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);
    private static final int HTTPS = 443;

    private final String keyId;
    private final ApiKey key;
    private final Clock clock;

    RequestSignature(String tenancy, String user, String fingerprint, ApiKey key, Clock clock) {
        this.keyId = tenancy + "/" + user + "/" + fingerprint;
        this.key = key;
        this.clock = clock;
    }

    @Override
    public Request sign(Request request) {
        String date = HTTP_DATE.format(clock.instant().atOffset(ZoneOffset.UTC));
        URI uri = request.uri();
        String target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        String text = "date: " + date + "\n(request-target): "
                + request.method().toLowerCase(Locale.ROOT) + " " + target + "\nhost: " + host(uri);
        String authorization = "Signature version=\"1\",keyId=\"" + keyId
                + "\",algorithm=\"rsa-sha256\",headers=\"date (request-target) host\",signature=\""
                + key.signature(text)
                + "\"";
        return request.header("Date", date).header("Authorization", Secret.of(authorization));
    }

    /** As the transport writes it: the port is there unless it is the usual one. */
    private static String host(URI uri) {
        return uri.getPort() == HTTPS || uri.getPort() == -1 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }
}
