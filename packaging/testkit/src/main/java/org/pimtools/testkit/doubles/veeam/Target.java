package org.pimtools.testkit.doubles.veeam;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pimtools.testkit.doubles.HttpExchange;

/**
 * What a request is for.
 *
 * @param path without the query
 * @param query the parameters, decoded, by name in lower case
 */
record Target(String method, String path, Map<String, String> query) {
    static Target of(HttpExchange.Request request) {
        String[] parts = request.path().split("\\?", 2);
        return new Target(request.method(), parts[0], parts.length < 2 ? Map.of() : parameters(parts[1]));
    }

    /** The parameters of a query or of a form. */
    static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : text.split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.put(decoded(parts[0]).toLowerCase(Locale.ROOT), parts.length < 2 ? "" : decoded(parts[1]));
        }
        return parameters;
    }

    boolean is(String wantedMethod, String wantedPath) {
        return method.equals(wantedMethod) && path.equals(wantedPath);
    }

    /** What follows the prefix, when it is one part of a path. */
    Optional<String> after(String prefix) {
        return Optional.of(path)
                .filter(whole -> whole.startsWith(prefix))
                .map(whole -> decoded(whole.substring(prefix.length())))
                .filter(rest -> !rest.isEmpty() && rest.indexOf('/') < 0);
    }

    int number(String name, int otherwise) {
        return Optional.ofNullable(query.get(name)).map(Integer::parseInt).orElse(otherwise);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
