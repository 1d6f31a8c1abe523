package org.pimtools.lab.defect;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;

/** Behind the intents that are on the disk, before anything is changed, come their outcomes. */
public final class EarlyOutcomes {
    private static final String ENTRY = "org.pimtools.migrator.journal.Entry";
    private static final String APPLIED = "org.pimtools.migrator.step.Outcome$Applied";

    private EarlyOutcomes() {}

    @Advice.OnMethodExit
    static void append(@Advice.This Object journal, @Advice.Argument(0) List<?> entries) {
        EarlyOutcomes.after(journal, entries);
    }

    /** Called from what is woven in. */
    public static void after(Object journal, List<?> entries) {
        try {
            Class<?> intent = Class.forName(ENTRY + "$Intent");
            Constructor<?> outcome = Class.forName(ENTRY + "$Outcome").getDeclaredConstructors()[0];
            Object applied = Class.forName(APPLIED).getDeclaredConstructor().newInstance();
            List<Object> outcomes = new ArrayList<>();
            for (Object entry : entries) {
                if (intent.isInstance(entry)) {
                    outcomes.add(outcome.newInstance(
                            part(entry, "step"), part(entry, "no"), part(entry, "direction"), applied));
                }
            }
            journal.getClass().getMethod("append", List.class).invoke(journal, outcomes);
        } catch (ReflectiveOperationException e) {
            throw DefectAgent.halt("cannot write outcomes", e);
        }
    }

    private static Object part(Object entry, String name) throws ReflectiveOperationException {
        Method accessor = entry.getClass().getMethod(name);
        return accessor.invoke(entry);
    }
}
