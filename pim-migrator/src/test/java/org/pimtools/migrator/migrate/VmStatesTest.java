package org.pimtools.migrator.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.migrator.execute.ChangeStates;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.journal.WorkLine;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.ChangeState;
import org.pimtools.migrator.step.redis.RedisSettings;
import org.pimtools.migrator.step.redis.RedisStepFactory;

class VmStatesTest {
    private static final UUID ANY = UUID.fromString("11111111-1111-1111-1111-111111111111");

    @TempDir
    Path directory;

    @Test
    void whatWasNotRekeyedIsAFindingAndStaysOutOfTheSql() {
        WorkFile work = WorkFile.freeze(
                directory.resolve("work.jsonl"),
                new WorkLine.Header(
                        ANY, Instant.EPOCH, DatacenterId.of(ANY.toString()).orElseThrow(), "Paris", "run-1"),
                List.of(rekey(1), rekey(2), rekey(3), rekey(4)));
        ChangeStates states = new ChangeStates(4);
        states.set(1, ChangeState.DONE);
        states.set(2, ChangeState.failed("redis said NOPERM"));
        states.set(3, new ChangeState(State.ABSENT, FindingCode.NOT_SUBSCRIBED, "nothing has its name"));
        states.set(4, new ChangeState(State.REFUSED, FindingCode.NAME_TAKEN, "taken by 9"));

        VmStates vms =
                VmStates.of(work, states, List.of(new RedisStepFactory(RedisSettings.of("127.0.0.1", 6379)).info()));

        assertEquals(
                List.of(
                        new Finding(FindingCode.NOT_REKEYED, "vm:102", "redis said NOPERM"),
                        new Finding(FindingCode.NOT_SUBSCRIBED, "vm:103", "nothing has its name"),
                        new Finding(FindingCode.NAME_TAKEN, "vm:104", "taken by 9")),
                vms.findings());
        assertEquals(Set.of(102L, 104L), vms.leftOut());
        assertTrue(vms.isInSql(101) && vms.isInSql(103));
        assertFalse(vms.isInSql(102) || vms.isInSql(104) || vms.isInSql(999));
    }

    private static Change rekey(int no) {
        return new Change.Rekey(no, 100 + no, 7, List.of("old-" + no), "a#vm-" + no);
    }
}
