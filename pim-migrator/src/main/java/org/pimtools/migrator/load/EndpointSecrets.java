package org.pimtools.migrator.load;

import java.util.HashMap;
import java.util.Map;
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
     * @throws ToolException when the identity does not fit, or a secret was sealed for another endpoint
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
            if (endpoint == null || !secret.belongsTo(endpoint) || secrets.put(secret.endpointNo(), secret) != null) {
                throw new ToolException(
                        ExitCode.INVALID_INPUT,
                        "the credentials of endpoint " + secret.endpointNo() + " were sealed for another endpoint",
                        "make a new plan with pim-planner plan");
            }
        }
        return secrets;
    }
}
