package org.pimtools.migrator.remote;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The headers of an answer, by name in any case. They never show themselves, since they may hold a token. */
public final class Headers {
    private final Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Headers(HttpHeaders headers) {
        byName.putAll(headers.map());
    }

    /** All values of that name, in their order. */
    public List<String> all(String name) {
        return byName.getOrDefault(name, List.of());
    }

    /** The first value of that name. */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }
}
