package org.pimtools.migrator.provider.google;

import org.pimtools.common.provider.ProviderKind;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;

/**
 * Reads instances. Source: the reference of the Compute Engine API v1, {@code instances}.
 *
 * @param key of the label or of the metadata that has the name
 */
record Instances(NameSource source, String key) implements ListPage.Item {
    @Override
    public String fields() {
        return source.fields();
    }

    @Override
    public InventoryVm read(JsonAnswer answer) throws InvalidJson {
        Reading instance = new Reading(answer);
        answer.object(instance::member);
        if (ProviderKind.GOOGLE.idFault(instance.id).isPresent()) {
            throw new InvalidJson("an instance without a valid ID");
        }
        return new InventoryVm(new ProviderId(instance.id), instance.name);
    }

    private final class Reading {
        private final JsonAnswer answer;
        private String id = "";
        private String name = "";

        Reading(JsonAnswer answer) {
            this.answer = answer;
        }

        void member(String member) throws InvalidJson {
            switch (member) {
                case "id" -> id = answer.text();
                case "name" -> nameFrom(NameSource.INSTANCE);
                case "labels" -> {
                    if (answer.atObject()) {
                        answer.object(this::label);
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
        }

        private void label(String label) throws InvalidJson {
            if (label.equals(key)) {
                nameFrom(NameSource.LABEL);
            }
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
