package org.pimtools.testkit.doubles.azure;

import org.pimtools.testkit.doubles.HttpExchange;

/**
 * Errors as the services answer them. Sources: the public documents "Troubleshoot common Azure deployment errors", "Understand how
 * Azure Resource Manager throttles requests" and "Microsoft Entra authentication and authorization error codes".
 */
public final class AzureError {
    private AzureError() {}

    /** An error of Azure Resource Manager. */
    public static HttpExchange.Reply of(int status, String code, String message) {
        return HttpExchange.Reply.json(
                status, "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}}");
    }

    /** @param seconds after which it may be tried again */
    public static HttpExchange.Reply tooManyRequests(int seconds) {
        return of(429, "TooManyRequests", "The request is being throttled.")
                .with("Retry-After", Integer.toString(seconds));
    }

    public static HttpExchange.Reply internalServerError() {
        return of(500, "InternalServerError", "The server encountered an error.");
    }

    public static HttpExchange.Reply expiredToken() {
        return of(401, "ExpiredAuthenticationToken", "The access token expiry UTC time is earlier than now.")
                .with("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }

    public static HttpExchange.Reply invalidToken() {
        return of(401, "InvalidAuthenticationToken", "The access token is invalid.")
                .with("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }

    public static HttpExchange.Reply authorizationFailed() {
        return of(403, "AuthorizationFailed", "The client does not have authorization to perform the action.");
    }

    public static HttpExchange.Reply subscriptionNotFound() {
        return of(404, "SubscriptionNotFound", "The subscription could not be found.");
    }

    /**
     * An error of the service that issues tokens.
     *
     * @param number after {@code AADSTS}
     */
    public static HttpExchange.Reply login(int status, String error, int number, String text) {
        return HttpExchange.Reply.json(
                status,
                "{\"error\":\"" + error + "\",\"error_description\":\"AADSTS" + number + ": " + text
                        + "\",\"error_codes\":[" + number + "],\"timestamp\":\"2026-01-01 00:00:00Z\"}");
    }

    public static HttpExchange.Reply wrongSecret() {
        return login(401, "invalid_client", 7000215, "Invalid client secret provided.");
    }

    public static HttpExchange.Reply expiredSecret() {
        return login(401, "invalid_client", 7000222, "The provided client secret keys are expired.");
    }

    public static HttpExchange.Reply unknownApplication() {
        return login(400, "unauthorized_client", 700016, "Application was not found in the directory.");
    }

    public static HttpExchange.Reply unknownTenant() {
        return login(400, "invalid_request", 90002, "Tenant not found.");
    }
}
