package org.pimtools.migrator.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

class StateDirectoryTest {
    private static final DatacenterId MILAN =
            DatacenterId.of(new UUID(1, 1).toString()).orElseThrow();

    @TempDir
    private Path base;

    private StateDirectory state;

    @BeforeEach
    void make() {
        state = new StateDirectory(base, MILAN);
    }

    @Test
    void onlyOneProcessWorksOnADatacenter() {
        StateDirectory.Lock lock = state.lock();
        assertTrue(state.isLocked());
        ToolException refused = assertThrows(ToolException.class, state::lock);
        assertEquals(ExitCode.UNSAFE, refused.exitCode());
        new StateDirectory(base, DatacenterId.of(new UUID(2, 2).toString()).orElseThrow())
                .lock()
                .close();
        lock.close();
        assertFalse(state.isLocked());
        state.lock().close();
    }

    /** Only root can give a directory to somebody else. */
    @Test
    void aDirectoryOrALinkOfSomebodyElseIsRefused() throws IOException {
        Path elsewhere = Files.createDirectories(base.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(base.resolve("link"), elsewhere);
        new StateDirectory(link, MILAN).lock().close();
        assumeTrue(Files.getAttribute(base, "unix:uid").equals(0), "not root");
        Files.setAttribute(link, "unix:uid", 65_534, LinkOption.NOFOLLOW_LINKS);
        assertNotOurs(new StateDirectory(link, MILAN));
        assertThrows(ToolException.class, () -> LoadingPlace.make(link));
        state.lock().close();
        Files.setAttribute(state.path(), "unix:uid", 65_534);
        assertNotOurs(state);
    }

    private static void assertNotOurs(StateDirectory state) {
        ToolException refused = assertThrows(ToolException.class, state::lock);
        assertEquals(ExitCode.UNSAFE, refused.exitCode());
        assertTrue(refused.getMessage().contains(" belongs to "), refused::getMessage);
    }

    @Test
    void whatAKilledRunLeftWhileLoadingIsClearedAway() throws IOException {
        Path left = Files.createDirectory(base.resolve(".loading-" + new UUID(4, 4)));
        Files.writeString(left.resolve("section.jsonl"), "cut off");
        Files.createFile(base.resolve(".loading-" + new UUID(4, 4) + ".lock"));
        try (LoadingPlace alive = LoadingPlace.make(base)) {
            Files.writeString(alive.section(), "being copied");
            assertFalse(Files.exists(left));
            LoadingPlace.make(base).close();
            assertTrue(Files.exists(alive.section()));
        }
        try (var files = Files.list(base)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void onlyItsOwnerMayLookIn() throws IOException {
        state.lock().close();
        StateDirectory.RunFiles run = state.newRun(Instant.now());
        for (Path path : List.of(state.path(), run.directory())) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        }
    }

    @Test
    void runsAreNamedByTheirTimeAndNeverTwiceOrBackwards() throws IOException {
        state.lock().close();
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        assertEquals("20260102T030405Z", state.newRun(now).run());
        assertEquals("20260102T030406Z", state.newRun(now).run());
        assertEquals("20260102T030407Z", state.newRun(now.minusSeconds(60)).run());
        assertEquals(3, state.runsNewestFirst().size());
        assertEquals("20260102T030407Z", state.runsNewestFirst().get(0).run());
        assertEquals(
                state.runsNewestFirst().get(0).directory().toRealPath(),
                state.path().resolve("latest").toRealPath());
    }

    @Test
    void theOnlyDatacenterNeedsNoName() {
        assertThrows(ToolException.class, () -> StateDirectory.existing(base, Optional.empty()));
        state.lock().close();
        assertEquals(MILAN, StateDirectory.existing(base, Optional.empty()).datacenter());
        new StateDirectory(base, DatacenterId.of(new UUID(2, 2).toString()).orElseThrow())
                .lock()
                .close();
        ToolException which = assertThrows(ToolException.class, () -> StateDirectory.existing(base, Optional.empty()));
        assertEquals(ExitCode.USAGE, which.exitCode());
        assertEquals(MILAN, StateDirectory.existing(base, Optional.of(MILAN)).datacenter());
        assertThrows(
                ToolException.class,
                () -> StateDirectory.existing(
                        base,
                        Optional.of(DatacenterId.of(new UUID(3, 3).toString()).orElseThrow())));
    }

    @Test
    void whoCannotWriteIsToldOfAnotherPlaceOnlyWhereNothingWasMigrated() throws IOException {
        IOException full = new IOException("No space left on device");
        assertTrue(StateDirectory.unusable(base, full).hint().contains("--state-dir"));
        state.lock().close();
        for (Path path : List.of(base, state.path())) {
            String hint = StateDirectory.unusable(path, full).hint();
            assertFalse(hint.contains("--state-dir"), hint);
            assertTrue(hint.contains("keep this state directory"), hint);
        }
    }
}
