package org.pimtools.testkit.doubles.oci;

/**
 * A request that came, whatever was answered; without anything secret.
 *
 * @param path without the query
 * @param compartment that is asked for; empty when none is
 */
public record OciCall(String method, String path, String compartment) {}
