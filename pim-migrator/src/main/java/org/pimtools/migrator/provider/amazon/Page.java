package org.pimtools.migrator.provider.amazon;

import java.util.List;
import java.util.Optional;

/**
 * One page of a list.
 *
 * @param items what is used of it
 * @param listed how many the page has with those that are left out
 * @param next the next page's token; empty on the last one
 */
record Page<T>(List<T> items, int listed, Optional<String> next) {
    Page {
        items = List.copyOf(items);
        next = next.filter(token -> !token.isEmpty());
    }
}
