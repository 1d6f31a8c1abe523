package org.pimtools.migrator.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.pimtools.common.plan.PlanLine;

class RefusalsTest {
    private static final Instant NOW = Instant.parse("2026-11-30T22:00:00Z");

    private static List<String> of(Instant created) {
        PlanLine.Header plan =
                new PlanLine.Header(new UUID(1, 1), created, "pim-planner 1", false, "shipped", List.of(), "key");
        return Refusals.of(plan, Duration.ofDays(7), NOW, Optional.empty(), false).stream()
                .map(Throwable::getMessage)
                .toList();
    }

    @Test
    void aPlanIsOfTheLastDays() {
        assertEquals(List.of(), of(NOW.minus(Duration.ofDays(6))));
        assertEquals(1, of(NOW.minus(Duration.ofDays(8))).size());
    }

    @Test
    void aPlanFromTheFutureWouldBlockAllOthers() {
        assertEquals(List.of(), of(NOW.plus(Duration.ofHours(23))));
        assertEquals(
                List.of("the plan was made at 2026-12-02T22:00:00Z, which is in the future:"
                        + " it would block all plans until then"),
                of(NOW.plus(Duration.ofDays(2))));
    }
}
