package org.pimtools.lab;

/** What a JVM costs that has nothing to do. */
public final class NothingMain {
    private NothingMain() {}

    public static void main(String[] args) {}
}
