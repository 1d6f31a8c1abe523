package org.pimtools.common.secret;

import org.pimtools.common.plan.EndpointType;

/**
 * The credentials of one endpoint, bound to where they may be sent: a part that was sealed for another address, port or
 * certificate does not fit.
 *
 * @param pin SHA-256 of the leaf certificate as 64 lower-case hexadecimal digits, or null
 */
public record EndpointSecret(
        int endpointNo, EndpointType type, String address, int port, String pin, String user, Secret password) {}
