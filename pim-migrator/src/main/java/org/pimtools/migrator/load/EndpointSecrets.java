package org.pimtools.migrator.load;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.common.secret.Identity;
import org.pimtools.common.secret.SealedPart;

/** Opens a section's sealed part, and gives a secret only to the very endpoint that it was sealed for. */
public final class EndpointSecrets {
    private EndpointSecrets() {}

    /**
     * The secrets by endpoint number; empty when the section has none.
     *
     * @throws ToolException when the identity does not fit, or a secret is bound to another type, address, port or pin
     */
    public static Map<Integer, EndpointSecret> open(PlanSection section, Identity identity) {
        Map<Integer, EndpointSecret> secrets = new HashMap<>();
        if (section.start().sealed() == null) {
            return secrets;
        }
        Map<Integer, PlanLine.Endpoint> endpoints = new HashMap<>();
        section.endpoints().forEach(endpoint -> endpoints.put(endpoint.no(), endpoint));
        for (EndpointSecret secret : SealedPart.open(
                section.header().planId(),
                section.start().datacenter(),
                section.start().sealed(),
                identity)) {
            PlanLine.Endpoint endpoint = endpoints.get(secret.endpointNo());
            if (endpoint == null || !fits(secret, endpoint) || secrets.put(secret.endpointNo(), secret) != null) {
                throw new ToolException(
                        ExitCode.INVALID_INPUT,
                        "the credentials of endpoint " + secret.endpointNo() + " were sealed for another endpoint",
                        "make a new plan with pim-planner plan");
            }
        }
        return secrets;
    }

    private static boolean fits(EndpointSecret secret, PlanLine.Endpoint endpoint) {
        return secret.type() == endpoint.type()
                && secret.address().equals(endpoint.address())
                && secret.port() == endpoint.port()
                && Objects.equals(secret.pin(), endpoint.pin());
    }
}
