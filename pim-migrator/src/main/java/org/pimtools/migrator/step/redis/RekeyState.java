package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Which parts of one subscription carry its old name, and which its new one; a set of bits. */
final class RekeyState {
    static final int HASH_OLD = 1;
    static final int INDEX_OLD = 1 << 1;
    /** The machine's cache holds the old name. */
    static final int CACHE_OLD = 1 << 2;
    /** The index of cached names holds the machine's cache under the old name. */
    static final int ENTRY_OLD = 1 << 3;

    static final int HASH_NEW = HASH_OLD << 4;
    static final int INDEX_NEW = INDEX_OLD << 4;
    static final int CACHE_NEW = CACHE_OLD << 4;
    static final int ENTRY_NEW = ENTRY_OLD << 4;

    static final int ALL_OLD = HASH_OLD | INDEX_OLD | CACHE_OLD | ENTRY_OLD;
    static final int ALL_NEW = ALL_OLD << 4;

    static final int COMBINATIONS = 1 << 8;

    private static final List<String> PARTS = List.of("hash", "index", "cache", "entry");

    private RekeyState() {}

    static boolean has(int marks, int mark) {
        return (marks & mark) != 0;
    }

    /** Whether hash or index are still to be re-keyed. */
    static boolean isSubscribedAsOld(int marks) {
        return has(marks, HASH_OLD | INDEX_OLD) || !has(marks, INDEX_NEW);
    }

    /** Whether the machine's cache holds the old name for this subscription, not for another VM of that name. */
    static boolean isCachedAsOld(int marks) {
        return has(marks, CACHE_OLD) && (isSubscribedAsOld(marks) || !has(marks, CACHE_NEW));
    }

    /** Whether the cache is re-keyed but its index is not. */
    static boolean isOnlyEntryOld(int marks) {
        return !isCachedAsOld(marks) && has(marks, CACHE_NEW) && has(marks, ENTRY_OLD) && !has(marks, ENTRY_NEW);
    }

    /** Whether re-keying moves the cache's entry in the index; an orphan stays where it is. */
    static boolean isEntryMoved(int marks) {
        return isOnlyEntryOld(marks) || isCachedAsOld(marks) && has(marks, ENTRY_OLD);
    }

    static boolean isPending(int marks) {
        return isSubscribedAsOld(marks) || isCachedAsOld(marks) || isOnlyEntryOld(marks);
    }

    /** What is left when a subscription that had these is re-keyed. */
    static int rekeyed(int marks) {
        int cache = isCachedAsOld(marks) ? CACHE_NEW : marks & CACHE_OLD;
        int entry = isEntryMoved(marks) ? ENTRY_NEW : marks & ENTRY_OLD;
        return HASH_NEW | INDEX_NEW | marks & (CACHE_NEW | ENTRY_NEW) | cache | entry;
    }

    /** Whether a subscription that had {@code before} holds, with {@code now}, anything that only re-keying wrote. */
    static boolean holdsOurs(int before, int now) {
        return has(now, rekeyed(before) & ~before & ALL_NEW);
    }

    /** As two JSON arrays, for instance {@code "old":["hash","index"],"new":[]}. */
    static String json(int marks) {
        return "\"old\":" + parts(marks) + ",\"new\":" + parts(marks >> 4);
    }

    private static String parts(int marks) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < PARTS.size(); i++) {
            if (has(marks, 1 << i)) {
                parts.add('"' + PARTS.get(i) + '"');
            }
        }
        StringJoiner joined = new StringJoiner(",", "[", "]");
        parts.forEach(joined::add);
        return joined.toString();
    }
}
