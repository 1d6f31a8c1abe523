package org.pimtools.migrator.provider.oci;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;
import org.pimtools.migrator.remote.Response;

/**
 * One page of a list.
 *
 * @param items without what their reader leaves out
 * @param listed how many the page has with those
 * @param next the next page's token; empty on the last one
 */
record Page<T>(List<T> items, int listed, Optional<String> next) {
    private static final String NEXT = "opc-next-page";

    /** Makes an item of the texts and the maps of texts that are asked for. */
    interface Item<T> {
        /**
         * @param texts by their names; those that the object has not are missing
         * @return empty when it is left out
         */
        Optional<T> of(Map<String, String> texts) throws InvalidJson;
    }

    /**
     * Reads a page while it arrives.
     *
     * @param names of the members that the items are made of; one within another is {@code outer/inner}
     */
    static <T> Page<T> read(Response answer, List<String> names, Item<T> item) throws InvalidJson {
        List<T> items = new ArrayList<>();
        int[] listed = {0};
        JsonAnswer json = new JsonAnswer(answer.body());
        json.array(() -> {
            listed[0]++;
            item.of(texts(json, names)).ifPresent(items::add);
        });
        json.end();
        Optional<String> next = answer.headers().first(NEXT).filter(token -> !token.isEmpty());
        return new Page<>(items, listed[0], next);
    }

    /** The texts of one object that is here. */
    static Map<String, String> texts(JsonAnswer json, List<String> names) throws InvalidJson {
        Map<String, String> texts = new HashMap<>();
        json.object(name -> {
            if (names.contains(name)) {
                texts.put(name, json.text());
            } else if (json.atObject() && names.stream().anyMatch(each -> each.startsWith(name + "/"))) {
                json.object(inner -> {
                    if (names.contains(name + "/" + inner)) {
                        texts.put(name + "/" + inner, json.text());
                    }
                });
            }
        });
        return texts;
    }
}
