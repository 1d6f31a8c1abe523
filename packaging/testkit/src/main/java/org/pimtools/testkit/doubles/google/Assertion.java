package org.pimtools.testkit.doubles.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pimtools.testkit.doubles.HttpExchange;

/** What a service account signs to get a token, checked. Source: RFC 7515, RFC 7523 and the vendor's description. */
final class Assertion {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 3600;
    private static final int TOLERANCE = 300;

    private Assertion() {}

    /** Whose project it is for; empty when nobody knows the service account. */
    static Optional<GoogleProject> owner(String assertion, List<GoogleProject> projects) {
        try {
            String issuer = claims(assertion).path("iss").asText();
            return projects.stream()
                    .filter(project -> project.email().equals(issuer))
                    .findFirst();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Why it is not taken; empty when it is. */
    static Optional<HttpExchange.Reply> refusal(
            String assertion, GoogleProject project, Set<String> audiences, Instant now) {
        try {
            String[] parts = assertion.split("\\.");
            JsonNode head = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
            JsonNode claims = claims(assertion);
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(project.key().getPublic());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            if (!head.path("alg").asText().equals("RS256")
                    || !signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
                return refused("Invalid JWT Signature.");
            }
            long begin = claims.path("iat").asLong();
            long end = claims.path("exp").asLong();
            long time = now.getEpochSecond();
            if (end - begin > LONGEST || begin > time + TOLERANCE || end < time) {
                return refused(
                        "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.");
            }
            boolean meant = audiences.contains(claims.path("aud").asText())
                    && claims.path("scope").asText().contains("https://www.googleapis.com/auth/");
            return meant ? Optional.empty() : refused("Invalid JWT: aud or scope.");
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            return refused("Invalid JWT.");
        }
    }

    private static Optional<HttpExchange.Reply> refused(String text) {
        return Optional.of(GoogleError.login(400, "invalid_grant", text));
    }

    private static JsonNode claims(String assertion) throws IOException {
        return JSON.readTree(Base64.getUrlDecoder().decode(assertion.split("\\.")[1]));
    }
}
