package org.pimtools.migrator.provider.azure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;

/**
 * One page of a list. Source: "Azure REST API reference", the section on paging.
 *
 * @param entries those that are of use
 * @param listed how many resources the page has
 * @param next the next page's address; empty on the last one
 */
record ArmPage<T>(List<T> entries, int listed, Optional<String> next) {
    /** Reads one resource of a list. */
    interface Entry<T> {
        /** @return empty when the resource is of no use */
        Optional<T> read(JsonAnswer answer) throws InvalidJson;
    }

    /** Reads a page while it arrives. */
    static <T> ArmPage<T> read(JsonAnswer answer, Entry<T> entry) throws InvalidJson {
        Reading<T> reading = new Reading<>(answer, entry);
        answer.object(reading::member);
        answer.end();
        if (!reading.complete) {
            throw new InvalidJson("an answer without a list");
        }
        return new ArmPage<>(
                reading.entries, reading.listed, Optional.of(reading.next).filter(link -> !link.isEmpty()));
    }

    private static final class Reading<T> {
        private final JsonAnswer answer;
        private final Entry<T> entry;
        private final List<T> entries = new ArrayList<>();
        private int listed;
        private boolean complete;
        private String next = "";

        Reading(JsonAnswer answer, Entry<T> entry) {
            this.answer = answer;
            this.entry = entry;
        }

        void member(String name) throws InvalidJson {
            if (name.equals("value")) {
                answer.array(this::resource);
                complete = true;
            } else if (name.equals("nextLink")) {
                next = answer.text();
            }
        }

        private void resource() throws InvalidJson {
            entry.read(answer).ifPresent(entries::add);
            listed++;
        }
    }
}
