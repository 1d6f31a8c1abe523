package org.pimtools.lab.defect;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.lang.instrument.Instrumentation;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.utility.JavaModule;

/** A Java agent that gives the tool on whose JVM it is put one {@link Defect}. */
public final class DefectAgent {
    private static final int NOT_PUT = 98;

    private DefectAgent() {}

    /**
     * Called by the JVM before the tool begins.
     *
     * @param word of the defect
     * @throws IllegalStateException when the tool has no such method any more; the JVM ends then
     */
    public static void premain(String word, Instrumentation instrumentation) {
        AgentBuilder builder =
                new AgentBuilder.Default().disableClassFormatChanges().with(new Loud());
        for (Hook hook : Defect.of(word).hooks()) {
            hook.requireMethod();
            builder = builder.type(named(hook.type()))
                    .transform((type, description, loader, module, domain) ->
                            type.visit(Advice.to(hook.advice()).on(named(hook.method()))));
        }
        builder.installOn(instrumentation);
    }

    /** A tool without its defect would be found to be sound. */
    private static final class Loud extends AgentBuilder.Listener.Adapter {
        @Override
        public void onError(String type, ClassLoader loader, JavaModule module, boolean loaded, Throwable error) {
            halt("cannot be put into " + type, error);
        }
    }

    /** Ends the tool at once. */
    static RuntimeException halt(String what, Throwable cause) {
        System.err.println("the defect " + what + ": " + cause);
        Runtime.getRuntime().halt(NOT_PUT);
        return new IllegalStateException(what, cause);
    }
}
