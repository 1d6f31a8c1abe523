package org.pimtools.testkit.doubles.amazon;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pimtools.testkit.doubles.HttpExchange;

/** What a request of the Query API asks for, in its query or its form. */
record QueryParameters(Map<String, String> values) {
    static QueryParameters of(HttpExchange.Request request) {
        Map<String, String> values = new TreeMap<>();
        int query = request.path().indexOf('?');
        if (query >= 0) {
            add(values, request.path().substring(query + 1));
        }
        add(values, new String(request.body(), StandardCharsets.UTF_8));
        return new QueryParameters(values);
    }

    private static void add(Map<String, String> values, String encoded) {
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).filter(text -> !text.isEmpty());
    }

    /** {@code name.1}, {@code name.2} and so on. */
    List<String> list(String name) {
        List<String> list = new ArrayList<>();
        for (String next = values.get(name + ".1"); next != null; next = values.get(name + "." + (list.size() + 1))) {
            list.add(next);
        }
        return list;
    }
}
