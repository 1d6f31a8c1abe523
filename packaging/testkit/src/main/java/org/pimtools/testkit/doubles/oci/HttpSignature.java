package org.pimtools.testkit.doubles.oci;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.testkit.doubles.HttpExchange;

/**
 * The signature of a request without a body, checked.
 *
 * <p>Written from the vendor's documentation ("Request Signatures", version 1) and draft-cavage-http-signatures-08, without the
 * vendor's code.
 */
final class HttpSignature {
    /** How far the clocks may be apart. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final Pattern PARAMETER = Pattern.compile("([A-Za-z]+)=\"([^\"]*)\"");
    private static final String SCHEME = "Signature ";

    private final HttpExchange.Request request;
    private final Map<String, String> parameters = new HashMap<>();

    private HttpSignature(HttpExchange.Request request, String authorization) {
        this.request = request;
        Matcher parameter = PARAMETER.matcher(authorization);
        while (parameter.find()) {
            parameters.put(parameter.group(1), parameter.group(2));
        }
    }

    /** What the request claims, unchecked; empty when it is not signed. */
    static Optional<HttpSignature> of(HttpExchange.Request request) {
        return request.header("Authorization")
                .filter(text -> text.startsWith(SCHEME))
                .map(text -> new HttpSignature(request, text.substring(SCHEME.length())));
    }

    String keyId() {
        return parameters.getOrDefault("keyId", "");
    }

    /** @throws OciRefusal unless exactly this request was signed with the key, just now */
    void check(PublicKey key, Clock clock) throws OciRefusal {
        List<String> headers = List.of(
                parameters.getOrDefault("headers", "").toLowerCase(Locale.ROOT).split(" "));
        boolean dated = headers.contains("date") || headers.contains("x-date");
        if (!dated
                || !headers.containsAll(List.of("(request-target)", "host"))
                || !"1".equals(parameters.get("version"))
                || !"rsa-sha256".equals(parameters.get("algorithm"))) {
            throw refused();
        }
        Duration apart = Duration.between(date(), clock.instant()).abs();
        StringBuilder text = new StringBuilder();
        for (String header : headers) {
            text.append(text.length() == 0 ? "" : "\n")
                    .append(header)
                    .append(": ")
                    .append(
                            header.equals("(request-target)")
                                    ? request.method().toLowerCase(Locale.ROOT) + " " + request.path()
                                    : request.header(header).orElseThrow(HttpSignature::refused));
        }
        if (apart.compareTo(TOLERANCE) > 0 || !signed(text.toString(), key)) {
            throw refused();
        }
    }

    private Instant date() throws OciRefusal {
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME.parse(
                    request.header("x-date").or(() -> request.header("Date")).orElse(""), Instant::from);
        } catch (DateTimeException e) {
            throw refused();
        }
    }

    private boolean signed(String text, PublicKey key) throws OciRefusal {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return signature.verify(Base64.getDecoder().decode(parameters.getOrDefault("signature", "")));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw refused();
        }
    }

    private static OciRefusal refused() {
        return new OciRefusal(401, "NotAuthenticated");
    }
}
