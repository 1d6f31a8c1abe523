package org.pimtools.common.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.testkit.mutation.GuidedMutations;

/** Whatever a sealed part holds, it is opened or refused. */
@Tag("slow")
class GuidedSealedPartMutationTest {
    @TempDir
    private Path directory;

    @Test
    void sealedPart() {
        UUID plan = new UUID(3, 3);
        DatacenterId datacenter = DatacenterId.of(new UUID(1, 1).toString()).orElseThrow();
        String sealed = SealedPart.seal(
                plan, datacenter, List.of(), List.of(Identity.generate().recipient()));
        GuidedMutations.run("sealed part", SealedPartFuzz.class, 2_000, List.of(sealed.getBytes(UTF_8)), directory);
    }
}
