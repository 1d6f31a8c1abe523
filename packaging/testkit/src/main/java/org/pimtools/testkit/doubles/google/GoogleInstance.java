package org.pimtools.testkit.doubles.google;

import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * An instance of a project.
 *
 * @param id an unsigned number of 64 bits
 * @param zone such as {@code europe-west1-b}
 * @param status such as {@code RUNNING}; one that is stopped is {@code TERMINATED}
 */
public record GoogleInstance(
        String id, String name, String zone, String status, Map<String, String> labels, Map<String, String> metadata) {
    private static final List<String> ZONES = List.of("europe-west1-b", "europe-west1-c", "us-central1-a");

    public GoogleInstance {
        Objects.requireNonNull(id);
        labels = new TreeMap<>(labels);
        metadata = new TreeMap<>(metadata);
    }

    /** A running instance; all the rest follows from the number. */
    public static GoogleInstance of(int number, String name) {
        return new GoogleInstance(
                id(number), name, ZONES.get(number % ZONES.size()), "RUNNING", Map.of(), Map.of("startup-script", "#"));
    }

    /** The ID of the instance with this number: too large for a signed number. */
    public static String id(int number) {
        return Long.toUnsignedString(Long.parseUnsignedLong("17029510428960000000") + number);
    }

    /** Running instances 1 to {@code count}, named {@code vm-1} and so on; each is made when it is asked for. */
    public static List<GoogleInstance> numbered(int count) {
        return new AbstractList<>() {
            @Override
            public GoogleInstance get(int index) {
                return of(Objects.checkIndex(index, count) + 1, "vm-" + (index + 1));
            }

            @Override
            public int size() {
                return count;
            }
        };
    }

    public GoogleInstance status(String other) {
        return new GoogleInstance(id, name, zone, other, labels, metadata);
    }

    public GoogleInstance labels(Map<String, String> other) {
        return new GoogleInstance(id, name, zone, status, other, metadata);
    }

    public GoogleInstance metadata(Map<String, String> other) {
        return new GoogleInstance(id, name, zone, status, labels, other);
    }
}
