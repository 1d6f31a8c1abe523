package org.pimtools.common.cli;

import org.pimtools.common.output.Progress;

/** Shows nothing. */
final class SilentProgress implements Progress {
    @Override
    public void add(long n) {
        // nobody looks
    }

    @Override
    public void close() {
        // nothing was shown
    }
}
