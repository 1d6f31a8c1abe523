package org.pimtools.testkit.doubles.google;

import org.pimtools.testkit.doubles.HttpExchange;

/**
 * Errors as the services answer them. Sources: "Troubleshooting API errors" of Compute Engine and "Using OAuth 2.0 for Server to Server
 * Applications".
 */
public final class GoogleError {
    private GoogleError() {}

    /** An error of Compute Engine. */
    public static HttpExchange.Reply of(int status, String reason, String message) {
        return HttpExchange.Reply.json(
                status,
                "{\"error\":{\"code\":" + status + ",\"message\":\"" + message + "\",\"errors\":[{\"message\":\""
                        + message + "\",\"domain\":\"global\",\"reason\":\"" + reason + "\"}]}}");
    }

    public static HttpExchange.Reply rateLimitExceeded() {
        return of(403, "rateLimitExceeded", "Quota exceeded for quota metric.");
    }

    public static HttpExchange.Reply backendError() {
        return of(500, "backendError", "Internal error.");
    }

    public static HttpExchange.Reply authError() {
        return of(401, "authError", "Invalid Credentials");
    }

    public static HttpExchange.Reply forbidden() {
        return of(403, "forbidden", "Required 'compute.instances.list' permission.");
    }

    public static HttpExchange.Reply apiDisabled() {
        return of(403, "accessNotConfigured", "Compute Engine API has not been used in the project before.");
    }

    public static HttpExchange.Reply notFound() {
        return of(404, "notFound", "The resource was not found.");
    }

    /** An error of the service that issues tokens. */
    public static HttpExchange.Reply login(int status, String error, String description) {
        return HttpExchange.Reply.json(
                status, "{\"error\":\"" + error + "\",\"error_description\":\"" + description + "\"}");
    }
}
