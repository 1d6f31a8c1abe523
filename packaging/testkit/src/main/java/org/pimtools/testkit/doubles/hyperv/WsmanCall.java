package org.pimtools.testkit.doubles.hyperv;

/**
 * A request that came, whatever was answered; without anything secret.
 *
 * @param action such as {@code Pull}; empty when none was named
 * @param className whose instances were asked for; empty when none was named
 */
public record WsmanCall(String method, String path, String action, String className) {}
