package org.pimtools.migrator.provider.google;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;

/**
 * One answer to a method {@code aggregatedList} or {@code list}. Source: the reference of the Compute Engine API v1.
 *
 * @param next the next page's token; empty on the last one
 * @param missing what the answer says it leaves out, such as a zone that cannot be reached; empty when it is whole
 */
record ListPage(List<InventoryVm> items, Optional<String> next, Optional<String> missing) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:-]{1,200}");
    /** What every scope without a resource on the page says. */
    private static final String NOTHING_HERE = "NO_RESULTS_ON_PAGE";

    /** Reads one resource of a list. */
    interface Item {
        /** What of it has to be asked for. */
        String fields();

        InventoryVm read(JsonAnswer answer) throws InvalidJson;
    }

    /**
     * Reads a page while it arrives.
     *
     * @param resources what a scope calls them; empty when the list has no scopes
     */
    static ListPage read(JsonAnswer answer, String resources, Item item) throws InvalidJson {
        Reading reading = new Reading(answer, resources, item);
        answer.object(reading::member);
        answer.end();
        return new ListPage(
                reading.items,
                Optional.of(reading.next).filter(token -> !token.isEmpty()),
                Optional.ofNullable(reading.missing));
    }

    private static final class Reading {
        private final JsonAnswer answer;
        private final String resources;
        private final Item item;
        private final List<InventoryVm> items = new ArrayList<>();
        private String next = "";
        private String missing;

        Reading(JsonAnswer answer, String resources, Item item) {
            this.answer = answer;
            this.resources = resources;
            this.item = item;
        }

        void member(String member) throws InvalidJson {
            switch (member) {
                case "items" -> {
                    if (resources.isEmpty()) {
                        answer.array(this::resource);
                    } else {
                        answer.object(this::scope);
                    }
                }
                case "nextPageToken" -> next = answer.text();
                case "unreachables" -> answer.array(() -> leavesOut("unreachable: " + plain(answer.text())));
                case "warning" -> warning("the list");
                default -> {
                    // of no use here
                }
            }
        }

        private void scope(String scope) throws InvalidJson {
            answer.object(member -> {
                if (member.equals(resources)) {
                    answer.array(this::resource);
                } else if (member.equals("warning")) {
                    warning(plain(scope));
                }
            });
        }

        private void resource() throws InvalidJson {
            items.add(item.read(answer));
        }

        private void warning(String where) throws InvalidJson {
            String[] code = {"a warning"};
            answer.object(member -> {
                if (member.equals("code")) {
                    code[0] = answer.text();
                }
            });
            if (!code[0].equals(NOTHING_HERE)) {
                leavesOut(where + ": " + plain(code[0]));
            }
        }

        private void leavesOut(String what) {
            missing = missing == null ? what : missing;
        }

        /** What a message may repeat. */
        private static String plain(String text) {
            return PLAIN.matcher(text).matches() ? text : "something without a plain name";
        }
    }
}
