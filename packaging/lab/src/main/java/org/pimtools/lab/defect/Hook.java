package org.pimtools.lab.defect;

import static net.bytebuddy.matcher.ElementMatchers.named;

import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/**
 * A method of a tool, and what is woven into it.
 *
 * @param advice as Byte Buddy takes it
 */
record Hook(String type, String method, Class<?> advice) {

    /** @throws IllegalStateException when the tool has no such method */
    void requireMethod() {
        TypePool.Resolution found = TypePool.Default.of(ClassFileLocator.ForClassLoader.ofSystemLoader())
                .describe(type);
        if (!found.isResolved() || !hasMethod(found.resolve())) {
            throw new IllegalStateException("there is no method " + method + " in " + type + " any more");
        }
    }

    private boolean hasMethod(TypeDescription described) {
        return described.getDeclaredMethods().stream().anyMatch(named(method)::matches);
    }
}
