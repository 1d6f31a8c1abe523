package org.pimtools.migrator.remote;

import java.net.http.HttpHeaders;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
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

    /** When the server answered, by its own clock; empty when it does not say. */
    public Optional<Instant> date() {
        return first("Date").flatMap(Headers::date);
    }

    /** A date as HTTP writes it (RFC 9110, 5.6.7); empty when the text is none. */
    static Optional<Instant> date(String text) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
