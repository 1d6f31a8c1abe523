package org.pimtools.common.cli;

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
