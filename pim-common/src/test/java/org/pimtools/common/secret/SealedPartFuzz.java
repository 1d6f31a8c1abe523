package org.pimtools.common.secret;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

/** What a coverage-guided fuzzer calls: a sealed part of any text is opened or refused, and nothing else. */
public final class SealedPartFuzz {
    private static final Identity IDENTITY = Identity.generate();
    private static final UUID PLAN = new UUID(3, 3);
    private static final DatacenterId DATACENTER =
            DatacenterId.of("00000000-0000-0001-0000-000000000001").orElseThrow();

    private SealedPartFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            SealedPart.open(PLAN, DATACENTER, new String(data, StandardCharsets.UTF_8), IDENTITY);
        } catch (ToolException e) {
            if (e.exitCode() != ExitCode.INVALID_INPUT) {
                throw e;
            }
        }
    }
}
