package org.pimtools.testkit.doubles.amazon;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.pimtools.testkit.doubles.HttpExchange;

/**
 * Signature Version 4 in the header {@code Authorization}, checked.
 *
 * <p>Written from the vendor's public description ("Create a signed AWS API request"), without its code.
 */
final class RequestSignature {
    /** How far the clocks may be apart. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/,]+)/([0-9]{8})/"
            + "([a-z0-9-]+)/([a-z0-9-]+)/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final Set<String> SERVICES = Set.of("ec2", ElbXml.SERVICE);
    private static final String TOKEN = "x-amz-security-token";

    private final HttpExchange.Request request;
    private final String accessKey;
    private final String date;
    private final String region;
    private final String service;
    private final String signedHeaders;
    private final String signature;

    private RequestSignature(HttpExchange.Request request, Matcher authorization) {
        this.request = request;
        accessKey = authorization.group(1);
        date = authorization.group(2);
        region = authorization.group(3);
        service = authorization.group(4);
        signedHeaders = authorization.group(5);
        signature = authorization.group(6);
    }

    /** What the request claims, unchecked; empty when it is not signed. */
    static Optional<RequestSignature> of(HttpExchange.Request request) {
        return request.header("Authorization")
                .map(AUTHORIZATION::matcher)
                .filter(Matcher::matches)
                .map(authorization -> new RequestSignature(request, authorization));
    }

    String accessKey() {
        return accessKey;
    }

    /** Which of the vendor's services it is for. */
    String service() {
        return service;
    }

    String region() {
        return region;
    }

    /** @throws Ec2Refusal unless the account signed exactly this request, for this service, just now */
    void check(Ec2Account account, Clock clock) throws Ec2Refusal {
        String time = request.header("X-Amz-Date").orElse("");
        List<String> headers = Arrays.asList(signedHeaders.split(";"));
        boolean complete = headers.containsAll(List.of("host", "x-amz-date"))
                && (request.header(TOKEN).isEmpty() || headers.contains(TOKEN));
        if (!complete || !SERVICES.contains(service) || !time.startsWith(date + "T")) {
            throw new Ec2Refusal(Ec2Error.authFailure());
        }
        Duration old = Duration.between(instant(time), clock.instant());
        if (old.compareTo(TOLERANCE) > 0) {
            throw new Ec2Refusal(Ec2Error.requestExpired());
        }
        boolean fromTheFuture = old.negated().compareTo(TOLERANCE) > 0;
        boolean sameToken = Optional.ofNullable(account.sessionToken()).equals(request.header(TOKEN));
        if (fromTheFuture || !sameToken || !MessageDigest.isEqual(bytes(signature), bytes(expected(account, time)))) {
            throw new Ec2Refusal(Ec2Error.authFailure());
        }
    }

    private static Instant instant(String time) throws Ec2Refusal {
        try {
            return LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new Ec2Refusal(Ec2Error.authFailure());
        }
    }

    private String expected(Ec2Account account, String time) {
        String scope = date + "/" + region + "/" + service + "/aws4_request";
        String toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + sha256(bytes(canonicalRequest()));
        byte[] key = bytes("AWS4" + account.secretKey());
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    private String canonicalRequest() {
        int query = request.path().indexOf('?');
        String path = query < 0 ? request.path() : request.path().substring(0, query);
        return request.method() + "\n" + path + "\n"
                + (query < 0 ? "" : canonicalQuery(request.path().substring(query + 1))) + "\n"
                + Arrays.stream(signedHeaders.split(";"))
                        .map(name -> name + ":"
                                + request.header(name).orElse("").strip().replaceAll(" +", " ") + "\n")
                        .collect(Collectors.joining())
                + "\n" + signedHeaders + "\n" + sha256(request.body());
    }

    private static String canonicalQuery(String query) {
        return Arrays.stream(query.split("&"))
                .map(pair -> Arrays.stream(Arrays.copyOf(pair.split("=", 2), 2))
                        .map(part -> part == null ? "" : encoded(URLDecoder.decode(part, StandardCharsets.UTF_8)))
                        .collect(Collectors.joining("=")))
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
