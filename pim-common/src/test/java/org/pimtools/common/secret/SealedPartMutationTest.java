package org.pimtools.common.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.testkit.mutation.Mutations;
import org.pimtools.testkit.mutation.Mutator;

/** A sealed part opens to the secrets that were sealed, or not at all; nothing else becomes of any text. */
@Tag("slow")
class SealedPartMutationTest {
    private static final int NUMBER = 1_000;
    private static final Predicate<Exception> REFUSAL =
            e -> e instanceof ToolException refusal && refusal.exitCode() == ExitCode.INVALID_INPUT;
    private static final UUID PLAN = new UUID(3, 3);
    private static final DatacenterId DATACENTER =
            DatacenterId.of("00000000-0000-0001-0000-000000000001").orElseThrow();

    @Test
    void whateverTheTextHolds() {
        List<EndpointSecret> secrets = List.of(new EndpointSecret(
                1,
                ProviderKind.VMX_04,
                "10.0.0.2",
                443,
                new TreeMap<>(Map.of("user", "root")),
                null,
                new TreeMap<>(Map.of("password", Secret.of("secret")))));
        Identity identity = Identity.generate();
        String sealed = SealedPart.seal(
                PLAN,
                DATACENTER,
                secrets,
                List.of(identity.recipient(), Identity.generate().recipient()));
        Mutator mutator = new Mutator(
                5,
                "-----BEGIN AGE ENCRYPTED FILE-----\n",
                "-----END AGE ENCRYPTED FILE-----\n",
                "age-encryption.org/v1\n",
                "-> X25519 ",
                "-> scrypt AAAAAAAAAAAAAAAAAAAAAA 63\n",
                "====",
                "AAAA",
                " ");
        new Mutations("sealed part", NUMBER, mutator, REFUSAL)
                .of(
                        sealed.getBytes(UTF_8),
                        spoilt -> assertEquals(
                                secrets, SealedPart.open(PLAN, DATACENTER, new String(spoilt, UTF_8), identity)));
    }
}
