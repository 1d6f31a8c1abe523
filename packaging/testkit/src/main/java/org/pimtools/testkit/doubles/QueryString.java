package org.pimtools.testkit.doubles;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The path of a request and the parameters behind it. */
public record QueryString(String path, Map<String, String> values) {
    /** @param target of the request line */
    public static QueryString of(String target) {
        int mark = target.indexOf('?');
        Map<String, String> values = new TreeMap<>();
        for (String pair : mark < 0 ? new String[0] : target.substring(mark + 1).split("&")) {
            int equals = pair.indexOf('=');
            values.put(
                    URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8),
                    equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return new QueryString(mark < 0 ? target : target.substring(0, mark), values);
    }

    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).filter(text -> !text.isEmpty());
    }
}
