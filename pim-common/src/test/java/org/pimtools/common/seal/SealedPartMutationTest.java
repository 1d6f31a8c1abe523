package org.pimtools.common.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pimtools.common.cli.ExitCode;
import org.pimtools.common.cli.ToolException;
import org.pimtools.common.plan.EndpointType;
import org.pimtools.testkit.mutation.Mutations;
import org.pimtools.testkit.mutation.Mutator;

/** A sealed part opens to the secrets that were sealed, or not at all; nothing else becomes of any text. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SealedPartMutationTest {
    private static final int NUMBER = 1_000;
    private static final UUID PLAN = new UUID(3, 3);
    private static final UUID DATACENTER = new UUID(1, 1);

    @Test
    void whateverTheTextHolds() {
        List<EndpointSecret> secrets =
                List.of(new EndpointSecret(1, EndpointType.KVM, "10.0.0.2", 16514, null, "root", Secret.of("secret")));
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
        Mutations.Tried tried = Mutations.run("sealed part", NUMBER, mutator, () -> {
            try {
                List<EndpointSecret> opened = SealedPart.open(PLAN, DATACENTER, mutator.of(sealed), identity);
                assertEquals(secrets, opened);
                return true;
            } catch (ToolException e) {
                assertEquals(ExitCode.INVALID_INPUT, e.exitCode(), e::getMessage);
                return false;
            }
        });
        assertTrue(tried.refused() > tried.all() / 2, tried::toString);
    }
}
