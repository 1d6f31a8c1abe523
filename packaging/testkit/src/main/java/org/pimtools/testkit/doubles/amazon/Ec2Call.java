package org.pimtools.testkit.doubles.amazon;

/**
 * A request that came, whatever was answered; without anything secret.
 *
 * @param action empty when none was named
 * @param region of the credential's scope; empty when the request was not signed
 * @param accessKey the key's ID; empty when the request was not signed
 */
public record Ec2Call(String method, String path, String action, String region, String accessKey) {}
