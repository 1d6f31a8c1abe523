package org.pimtools.common.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.mutation.GuidedMutations;

/** Whatever a plan holds, it is read or refused. */
@Tag("slow")
class GuidedPlanMutationTest {
    @TempDir
    private Path directory;

    @Test
    void plan() throws IOException {
        byte[] plan = PlanMutationTest.plan(directory, false);
        byte[] compressed = PlanMutationTest.plan(directory, true);
        GuidedMutations.run(
                "plan", PlanFuzz.class, 2_000, List.of(plan, compressed, PlanFuzz.toBeCompressed(plan)), directory);
    }
}
