package org.pimtools.migrator.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.secret.EndpointSecret;

/**
 * The logins that providers refused, so that a later run does not spend another attempt of the account on the same password. Of a
 * password it keeps a slow digest with a salt of its own, never the password. Not for use by several threads.
 */
public final class RefusedLogins {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int ROUNDS = 210_000;
    private static final int DIGEST_BITS = 256;
    private static final int SALT_BYTES = 16;

    private final Path file;
    private final List<Refused> refused;

    /**
     * A login that was refused.
     *
     * @param account the parts that are no secrets, in lower case
     * @param at when, as an ISO instant
     */
    private record Refused(
            @JsonProperty("address") String address,
            @JsonProperty("port") int port,
            @JsonProperty("account") SortedMap<String, String> account,
            @JsonProperty("salt") String salt,
            @JsonProperty("digest") String digest,
            @JsonProperty("at") String at) {
        private boolean isOf(EndpointSecret login) {
            return address.equals(HostAddress.canonical(login.address()))
                    && port == login.port()
                    && account.equals(lower(login));
        }

        private boolean hasSecretsOf(EndpointSecret login) {
            return MessageDigest.isEqual(
                    HexFormat.of().parseHex(digest),
                    digestOf(login, HexFormat.of().parseHex(salt)));
        }
    }

    private RefusedLogins(Path file, List<Refused> refused) {
        this.file = file;
        this.refused = new ArrayList<>(refused);
    }

    /** @throws ToolException when the file is damaged */
    public static RefusedLogins of(StateDirectory state) {
        Path file = state.refusedLogins();
        if (Files.notExists(file)) {
            return new RefusedLogins(file, List.of());
        }
        try {
            return new RefusedLogins(file, List.of(JSON.readValue(file.toFile(), Refused[].class)));
        } catch (IOException | RuntimeException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    file + " is damaged",
                    "remove it; a login that was refused may then be tried once more",
                    e);
        }
    }

    /** When this account was refused there with these very secrets; empty when it was not. */
    public Optional<Instant> refusedAt(EndpointSecret login) {
        return refused.stream()
                .filter(entry -> entry.isOf(login) && entry.hasSecretsOf(login))
                .findFirst()
                .map(entry -> Instant.parse(entry.at()));
    }

    /** Remembers that it was refused, in place of what was refused to the account before. */
    public void remember(EndpointSecret login, Instant now) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        refused.removeIf(entry -> entry.isOf(login));
        refused.add(new Refused(
                HostAddress.canonical(login.address()),
                login.port(),
                lower(login),
                HexFormat.of().formatHex(salt),
                HexFormat.of().formatHex(digestOf(login, salt)),
                now.toString()));
        write();
    }

    /** The account was let in. */
    public void forget(EndpointSecret login) {
        if (refused.removeIf(entry -> entry.isOf(login))) {
            write();
        }
    }

    private void write() {
        try {
            AtomicFile.write(file, JSON.writeValueAsBytes(refused));
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "cannot write " + file + ": " + FileFailure.reason(e),
                    "make room, or run as the owner of the state directory",
                    e);
        }
    }

    /** A server may take a user in any case, and count the attempts together. */
    private static SortedMap<String, String> lower(EndpointSecret login) {
        SortedMap<String, String> lower = new TreeMap<>();
        login.account().forEach((part, value) -> lower.put(part, value.toLowerCase(Locale.ROOT)));
        return lower;
    }

    private static byte[] digestOf(EndpointSecret login, byte[] salt) {
        StringBuilder all = new StringBuilder();
        login.parts().forEach((part, secret) -> {
            String value = secret.reveal();
            all.append(part).append(' ').append(value.length()).append(' ').append(value);
        });
        PBEKeySpec key = new PBEKeySpec(all.toString().toCharArray(), salt, ROUNDS, DIGEST_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(key)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            key.clearPassword();
        }
    }
}
