package org.pimtools.common.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a command reads and writes beside its options. Its help and its manual page are made of this. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface FilesAndEnvironment {
    /** Environment variables, each as {@code NAME:what it does}. */
    String[] environment() default {};

    /** Files and folders, each as {@code PATH:what it is}. */
    String[] files() default {};

    /** The command that runs where none is named; none by default. */
    String defaultCommand() default "";
}
