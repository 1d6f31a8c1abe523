package org.pimtools.migrator.provider.amazon;

import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.remote.Header;
import org.pimtools.migrator.remote.Request;
import org.pimtools.migrator.remote.Signer;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Signs requests to one of Amazon's services with Signature Version 4, by Amazon's own signer. */
final class SignatureV4 implements Signer {
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final String service;
    private final String region;
    private final String accessKey;
    private final Secret secretKey;
    private final Optional<Secret> sessionToken;
    private final Clock clock;

    /**
     * @param service the name that Amazon signs for, for instance {@code ec2}
     * @param sessionToken of temporary credentials
     */
    SignatureV4(
            String service,
            String region,
            String accessKey,
            Secret secretKey,
            Optional<Secret> sessionToken,
            Clock clock) {
        this.service = Objects.requireNonNull(service);
        this.region = Objects.requireNonNull(region);
        this.accessKey = Objects.requireNonNull(accessKey);
        this.secretKey = Objects.requireNonNull(secretKey);
        this.sessionToken = Objects.requireNonNull(sessionToken);
        this.clock = clock;
    }

    @Override
    public Request sign(Request request) {
        SdkHttpRequest.Builder unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(request.method()))
                .uri(request.uri());
        for (Header header : request.headers()) {
            unsigned.putHeader(header.name(), header.value().reveal());
        }
        SdkHttpRequest built = unsigned.build();
        byte[] body = request.body();
        SdkHttpRequest signed = signer.sign(parts -> parts.identity(identity())
                        .request(built)
                        .payload(() -> new ByteArrayInputStream(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
                .request();
        Request result = request;
        for (Map.Entry<String, java.util.List<String>> header : signed.headers().entrySet()) {
            if (built.firstMatchingHeader(header.getKey()).isEmpty()) {
                result = result.header(header.getKey(), Secret.of(String.join(",", header.getValue())));
            }
        }
        return result;
    }

    private AwsCredentialsIdentity identity() {
        return sessionToken.isEmpty()
                ? AwsCredentialsIdentity.create(accessKey, secretKey.reveal())
                : AwsSessionCredentialsIdentity.create(
                        accessKey, secretKey.reveal(), sessionToken.get().reveal());
    }
}
