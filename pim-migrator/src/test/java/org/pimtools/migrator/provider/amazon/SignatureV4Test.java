package org.pimtools.migrator.provider.amazon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.remote.Header;
import org.pimtools.migrator.remote.Request;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;

class SignatureV4Test {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final Set<String> BY_SIGNING = Set.of("authorization", "x-amz-date", "x-amz-security-token", "host");
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
    private static final String TEXT = LETTERS + " &%?#~*'\"<>é😀-_.!()";

    private final Random random = new Random(42);

    /** What the SDK would have sent. */
    private record Sent(SdkHttpRequest request, byte[] body) {
        Map<String, String> headers() {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            request.headers().forEach((name, values) -> headers.put(name, String.join(",", values)));
            return headers;
        }
    }

    @Test
    void aHundredRequestsAreSignedAsTheSdkSignsThem() throws Exception {
        Set<String> signatures = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            String region = List.of("eu-west-1", "us-east-1", "ap-southeast-3", "us-gov-west-1", "cn-north-1")
                    .get(random.nextInt(5));
            String accessKey = text(LETTERS, 20);
            String secretKey = text(LETTERS, 40);
            Optional<String> token = random.nextBoolean() ? Optional.of(text(LETTERS, 300)) : Optional.empty();
            Sent sent = sentBySdk(region, accessKey, secretKey, token);
            Map<String, String> theirs = sent.headers();
            Clock then = Clock.fixed(
                    LocalDateTime.parse(theirs.get("X-Amz-Date"), TIME).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
            Request ours = new SignatureV4("ec2", region, accessKey, Secret.of(secretKey), token.map(Secret::of), then)
                    .sign(unsigned(sent));
            Map<String, String> signed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            ours.headers()
                    .forEach(header -> signed.put(header.name(), header.value().reveal()));
            assertEquals(theirs, signed);
            signatures.add(signed.get("Authorization"));
        }
        assertEquals(100, signatures.size());
    }

    @Test
    void whatIsSecretDoesNotShowItself() {
        Request signed = new SignatureV4(
                        "ec2",
                        "eu-west-1",
                        "AKIAIOSFODNN7EXAMPLE",
                        Secret.of("the-secret-key"),
                        Optional.of(Secret.of("the-session-token")),
                        Clock.systemUTC())
                .sign(Request.post(
                        URI.create("https://ec2.eu-west-1.amazonaws.com:443/"),
                        "application/x-www-form-urlencoded; charset=utf-8",
                        Query.ec2(Instance.ACTION).form()));
        Map<String, Header> headers =
                signed.headers().stream().collect(Collectors.toMap(Header::name, header -> header));
        assertEquals(
                "the-session-token", headers.get("X-Amz-Security-Token").value().reveal());
        assertEquals("ec2.eu-west-1.amazonaws.com", headers.get("Host").value().reveal());
        assertTrue(headers.get("Authorization").value().reveal().contains("/eu-west-1/ec2/aws4_request"));
        assertFalse(signed.toString().contains("the-se"), signed.toString());
        assertFalse(headers.get("Authorization").toString().contains("AWS4"), signed.toString());
    }

    private static Request unsigned(Sent sent) {
        Request request = Request.of(
                        sent.request().method().name(), sent.request().getUri())
                .body(sent.headers().get("Content-Type"), new String(sent.body(), StandardCharsets.UTF_8));
        for (Map.Entry<String, String> header : sent.headers().entrySet()) {
            if (!BY_SIGNING.contains(header.getKey().toLowerCase(java.util.Locale.ROOT))) {
                request = request.header(header.getKey(), header.getValue());
            }
        }
        return request;
    }

    private Sent sentBySdk(String region, String accessKey, String secretKey, Optional<String> token) {
        AwsCredentials credentials = token.<AwsCredentials>map(
                        text -> AwsSessionCredentials.create(accessKey, secretKey, text))
                .orElse(AwsBasicCredentials.create(accessKey, secretKey));
        List<Sent> sent = new ArrayList<>();
        try (Ec2Client client = Ec2Client.builder()
                .endpointOverride(URI.create(List.of(
                                "https://ec2." + region + ".amazonaws.com",
                                "https://127.0.0.1:" + (1024 + random.nextInt(60000)),
                                "http://127.0.0.1:" + (1024 + random.nextInt(60000)) + "/a/path")
                        .get(random.nextInt(3))))
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClient(new Catching(sent))
                .build()) {
            client.describeInstances(DescribeInstancesRequest.builder()
                    .maxResults(5 + random.nextInt(996))
                    .nextToken(random.nextBoolean() ? text(TEXT, 80) : null)
                    .filters(Filter.builder()
                            .name("instance-id")
                            .values(text(TEXT, 17), text(TEXT, 30))
                            .build())
                    .build());
        }
        return sent.get(0);
    }

    private String text(String alphabet, int length) {
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    /** Keeps what it should send. */
    private record Catching(List<Sent> sent) implements SdkHttpClient {
        private static final byte[] EMPTY = "<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>"
                .getBytes(StandardCharsets.UTF_8);

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    try {
                        byte[] body = request.contentStreamProvider().isPresent()
                                ? request.contentStreamProvider()
                                        .get()
                                        .newStream()
                                        .readAllBytes()
                                : new byte[0];
                        sent.add(new Sent(request.httpRequest(), body));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return HttpExecuteResponse.builder()
                            .response(SdkHttpResponse.builder().statusCode(200).build())
                            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(EMPTY)))
                            .build();
                }

                @Override
                public void abort() {}
            };
        }

        @Override
        public void close() {}
    }
}
