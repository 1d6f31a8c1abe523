package org.pimtools.migrator.provider.google;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;

/**
 * One answer to {@code instances.aggregatedList}. Source: the reference of the Compute Engine API v1.
 *
 * @param next the next page's token; empty on the last one
 * @param missing what the answer says it leaves out, such as a zone that cannot be reached; empty when it is whole
 */
record InstancePage(List<InventoryVm> instances, Optional<String> next, Optional<String> missing) {
    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,19}");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:-]{1,200}");
    /** What every scope without an instance on the page says. */
    private static final String NOTHING_HERE = "NO_RESULTS_ON_PAGE";

    /** Reads a page while it arrives. @param key of the label or of the metadata that has the name */
    static InstancePage read(JsonAnswer answer, NameSource source, String key) throws InvalidJson {
        Reading reading = new Reading(answer, source, key);
        answer.object(reading::member);
        answer.end();
        return new InstancePage(
                reading.instances,
                Optional.of(reading.next).filter(token -> !token.isEmpty()),
                Optional.ofNullable(reading.missing));
    }

    private static final class Reading {
        private final JsonAnswer answer;
        private final NameSource source;
        private final String key;
        private final List<InventoryVm> instances = new ArrayList<>();
        private String next = "";
        private String missing;
        private String id;
        private String name;

        Reading(JsonAnswer answer, NameSource source, String key) {
            this.answer = answer;
            this.source = source;
            this.key = key;
        }

        void member(String member) throws InvalidJson {
            switch (member) {
                case "items" -> answer.object(this::scope);
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
                if (member.equals("instances")) {
                    answer.array(this::instance);
                } else if (member.equals("warning")) {
                    warning(plain(scope));
                }
            });
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

        private void instance() throws InvalidJson {
            id = "";
            name = "";
            answer.object(member -> {
                switch (member) {
                    case "id" -> id = answer.text();
                    case "name" -> nameFrom(NameSource.INSTANCE);
                    case "labels" -> {
                        if (answer.atObject()) {
                            answer.object(label -> {
                                if (label.equals(key)) {
                                    nameFrom(NameSource.LABEL);
                                }
                            });
                        }
                    }
                    case "metadata" -> {
                        if (source == NameSource.METADATA && answer.atObject()) {
                            answer.object(this::metadata);
                        }
                    }
                    default -> {
                        // of no use here
                    }
                }
            });
            if (!ID.matcher(id).matches()) {
                throw new InvalidJson("an instance without a valid ID");
            }
            instances.add(new InventoryVm(new ProviderId(id), name));
        }

        private void metadata(String member) throws InvalidJson {
            if (member.equals("items")) {
                answer.array(() -> {
                    String[] item = {"", ""};
                    answer.object(part -> {
                        if (part.equals("key")) {
                            item[0] = answer.text();
                        } else if (part.equals("value")) {
                            item[1] = answer.text();
                        }
                    });
                    if (item[0].equals(key)) {
                        name = item[1];
                    }
                });
            }
        }

        private void nameFrom(NameSource here) throws InvalidJson {
            if (source == here) {
                name = answer.text();
            }
        }
    }
}
