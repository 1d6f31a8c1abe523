package org.pimtools.testkit.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A JVM of its own for a program of the class path, set up for runs of a second: the compiler for long ones costs more than it gives. */
public final class ChildJvm {
    private static final List<String> SHORT_RUN = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private ChildJvm() {}

    /** The {@code java} of this JVM. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * The command line that runs the main class on the class path of this JVM; the program's own arguments can be added to it.
     *
     * @param options of the JVM, such as {@code -Xmx40m}
     */
    public static List<String> command(Class<?> main, String... options) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>();
        command.add(java());
        Stream.of(SHORT_RUN, List.of(options), List.of("-cp", classPath, main.getName()))
                .forEach(command::addAll);
        return command;
    }
}
