package org.pimtools.lab.defect;

import net.bytebuddy.asm.Advice;

/** A method without a body. */
final class NothingDone {
    private NothingDone() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean skip() {
        return true;
    }
}
