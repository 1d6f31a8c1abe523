package org.pimtools.lab.defect;

import net.bytebuddy.asm.Advice;

/** A question that is always answered with yes. */
final class AlwaysTrue {
    private AlwaysTrue() {}

    @Advice.OnMethodExit
    static void answer(@Advice.Return(readOnly = false) boolean answer) {
        answer = true;
    }
}
