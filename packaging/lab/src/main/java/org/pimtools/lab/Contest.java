package org.pimtools.lab;

/** Something of ours and what it is measured against, each as whole processes, as often as one wants. */
interface Contest extends AutoCloseable {
    /** Does ours once, to its end. @throws RehearsalException when it did not do its work */
    void ours();

    /** Does the other once, to its end. @throws RehearsalException when it did not do its work */
    void other();

    @Override
    void close();
}
