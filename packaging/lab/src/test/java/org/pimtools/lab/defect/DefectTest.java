package org.pimtools.lab.defect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** A defect that is put in nowhere would prove nothing. */
class DefectTest {
    @Test
    void theToolsHaveEveryMethodThatADefectIsPutInto() {
        for (Defect defect : Defect.values()) {
            defect.hooks().forEach(Hook::requireMethod);
        }
    }

    @Test
    void aMethodOrAClassThatIsGoneIsNoticed() {
        assertEquals(
                "there is no method nothing in org.pimtools.lab.defect.Hook any more",
                refusal(new Hook(Hook.class.getName(), "nothing", NothingDone.class)));
        assertEquals(
                "there is no method close in org.pimtools.lab.defect.Gone any more",
                refusal(new Hook("org.pimtools.lab.defect.Gone", "close", NothingDone.class)));
    }

    @Test
    void anUpdateWithoutItsGuardsStillFindsItsRows() {
        assertEquals(
                "UPDATE s STRAIGHT_JOIN t ON 1 SET t.`a` = s.v WHERE s.n BETWEEN 1 AND 2 AND t.`id` IS NOT NULL",
                UnguardedUpdate.withoutGuards("UPDATE s STRAIGHT_JOIN t ON 1 SET t.`a` = s.v"
                        + " WHERE s.n BETWEEN 1 AND 2 AND t.`id` IS NOT NULL AND t.`a` <=> s.e"));
        assertEquals("SELECT 1", UnguardedUpdate.withoutGuards("SELECT 1"));
    }

    private static String refusal(Hook hook) {
        return assertThrows(IllegalStateException.class, hook::requireMethod).getMessage();
    }
}
