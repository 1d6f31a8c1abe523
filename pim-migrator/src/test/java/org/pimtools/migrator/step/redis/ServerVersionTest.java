package org.pimtools.migrator.step.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.migrator.step.Refusal;

class ServerVersionTest {
    private static Optional<String> fault(String version) {
        return ServerVersion.tooOld(Map.of("redis_version", version), "rs1:6379")
                .map(Refusal::message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.4.10", "2.6.16", "2.8.18", "1.3.17-rc1"})
    void whatIsOlderThanTheOldestIsNamed(String version) {
        assertEquals(
                Optional.of("redis at rs1:6379 has version " + version + "; the oldest that is supported is 2.8.19"),
                fault(version));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.8.19", "2.8.100", "3.0.0", "10.0.0", "7.2.4-debian", "", "unstable", "2.8"})
    void whatIsNewerOrUnknownIsTaken(String version) {
        assertEquals(Optional.empty(), fault(version));
    }

    @Test
    void aServerThatDoesNotSayIsTaken() {
        assertEquals(Optional.empty(), ServerVersion.tooOld(Map.of(), "rs1:6379"));
    }
}
