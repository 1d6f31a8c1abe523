package org.pimtools.testkit.doubles.vcloud;

/** A request that came, whatever was answered; without anything secret. @param path without the query */
public record VcdCall(String method, String path) {}
