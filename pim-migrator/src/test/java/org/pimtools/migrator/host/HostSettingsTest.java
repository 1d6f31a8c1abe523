package org.pimtools.migrator.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

class HostSettingsTest {
    @TempDir
    private Path directory;

    private HostSettings read(String properties) throws IOException {
        return HostSettings.read(Optional.of(Files.writeString(directory.resolve("abiquo.properties"), properties)));
    }

    @Test
    void takesDatacenterAndRedisFromTheProperties() throws IOException {
        UUID uuid = UUID.randomUUID();
        HostSettings settings = read("# a comment\nabiquo.datacenter.id = " + uuid
                + "\nabiquo.redis.host=redis.local \nabiquo.redis.port=6380\nabiquo.other=x\n");
        assertEquals(new HostSettings(Optional.of(uuid), Optional.of("redis.local"), Optional.of(6380)), settings);
    }

    @Test
    void leavesOutWhatIsNotThereOrEmpty() throws IOException {
        assertEquals(
                new HostSettings(Optional.empty(), Optional.empty(), Optional.empty()), read("abiquo.redis.host=\n"));
    }

    @Test
    void refusesWhatMakesNoSense() throws IOException {
        assertRefused("abiquo.datacenter.id=none\n");
        assertRefused("abiquo.redis.port=0\n");
        assertRefused("abiquo.redis.port=redis\n");
        assertEquals(
                ExitCode.INVALID_INPUT,
                assertThrows(
                                ToolException.class,
                                () -> HostSettings.read(Optional.of(directory.resolve("missing.properties"))))
                        .exitCode());
    }

    private void assertRefused(String properties) {
        ToolException refused = assertThrows(ToolException.class, () -> read(properties));
        assertEquals(ExitCode.INVALID_INPUT, refused.exitCode());
    }
}
