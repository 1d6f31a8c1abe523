package org.pimtools.migrator.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

class HostSettingsTest {
    @TempDir
    private Path directory;

    private HostSettings read(String properties) throws IOException {
        Path file = Files.writeString(directory.resolve("abiquo.properties"), properties, StandardCharsets.ISO_8859_1);
        return new HostSettings(Optional.of(file));
    }

    private static void assertIs(String datacenter, String host, Integer port, HostSettings settings) {
        assertEquals(Optional.ofNullable(datacenter), settings.datacenter().map(DatacenterId::toString));
        assertEquals(Optional.ofNullable(host), settings.redisHost());
        assertEquals(Optional.ofNullable(port), settings.redisPort());
    }

    @Test
    void takesDatacenterAndRedisFromTheProperties() throws IOException {
        assertIs(
                "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
                "redis.local",
                6380,
                read("# a comment\nabiquo.datacenter.id = 6BA7B810-9dad-11d1-80b4-00c04fd430c8"
                        + "\nabiquo.redis.host=redis.local \nabiquo.redis.port=6380\nabiquo.other=x\n"));
    }

    @Test
    void aDatacenterMayBeCalledAnythingAndTheFileIsInLatin1() throws IOException {
        assertIs("Abiquo-DC1", null, null, read("# für Köln\nabiquo.datacenter.id=Abiquo-DC1\n"));
        assertIs("Zürich \u2603", null, null, read("abiquo.datacenter.id=Zürich \\u2603\n"));
        assertIs("../x", null, null, read("abiquo.datacenter.id=../x  \n"));
    }

    @Test
    void leavesOutWhatIsNotThereOrEmpty() throws IOException {
        assertIs(null, null, null, read("abiquo.redis.host=\n"));
    }

    @Test
    void refusesWhatMakesNoSenseOnlyWhenItIsAskedFor() throws IOException {
        HostSettings settings = read("abiquo.datacenter.id=" + "x".repeat(41)
                + "\nabiquo.redis.host=redis.local\nabiquo.redis.port=66000\n");
        assertEquals(Optional.of("redis.local"), settings.redisHost());
        assertRefused("has 41 characters; 40 are the most", settings::datacenter);
        assertRefused("abiquo.redis.port in ", settings::redisPort);
        assertRefused("is not a port", read("abiquo.redis.port=redis\n")::redisPort);
        assertRefused("a Unicode escape that is none", read("abiquo.other=\\u26\n")::redisHost);
        HostSettings missing = new HostSettings(Optional.of(directory.resolve("missing.properties")));
        assertRefused("cannot read the properties ", missing::datacenter);
        HostSettings device = new HostSettings(Optional.of(Path.of("/dev/zero")));
        assertRefused("it is larger than 1 MiB", device::datacenter);
    }

    private static void assertRefused(String message, Executable call) {
        ToolException refused = assertThrows(ToolException.class, call);
        assertEquals(ExitCode.INVALID_INPUT, refused.exitCode());
        assertTrue(refused.getMessage().contains(message), refused::getMessage);
    }
}
