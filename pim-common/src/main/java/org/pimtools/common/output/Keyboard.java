package org.pimtools.common.output;

import java.io.Console;

/** Whether there is somebody to ask. */
public final class Keyboard {
    private Keyboard() {}

    /**
     * True when somebody can be asked. From JDK 22 on there is a console without a terminal too, which
     * {@code Console.isTerminal} tells apart.
     */
    public static boolean isThere() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
