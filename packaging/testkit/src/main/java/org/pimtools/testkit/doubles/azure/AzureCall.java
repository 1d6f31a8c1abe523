package org.pimtools.testkit.doubles.azure;

/**
 * A request that came, whatever was answered; without anything secret.
 *
 * @param path without its query
 * @param paged whether it asked for another page than the first
 */
public record AzureCall(String method, String path, boolean paged) {}
