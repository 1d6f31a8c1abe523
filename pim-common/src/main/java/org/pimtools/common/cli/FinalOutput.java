package org.pimtools.common.cli;

import org.pimtools.common.output.Output;

/** An output that can end the run. */
interface FinalOutput extends Output {
    /**
     * Says how the run ended.
     *
     * @param failure why it ended without success, or null
     */
    void finish(int exit, Failure failure, boolean debug);
}
