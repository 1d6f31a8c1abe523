package org.pimtools.migrator.step.redis;

import java.util.HashMap;
import java.util.Map;
import org.pimtools.migrator.step.UndoCodec;

/**
 * A subscription before it was re-keyed: all that undo needs, as one line of JSON such as
 * {@code {"id":2,"name":0,"cache":1,"old":["hash","index","cache","entry"],"new":[]}}.
 *
 * @param id of the {@code VirtualMachine}
 * @param name the position of its name among the change's old names, from 0
 * @param cache the id of its machine's {@code VirtualMachinesCache}, or 0 when the machine has none
 * @param marks as {@link RekeyState} has them
 */
public record UndoRecord(long id, int name, long cache, int marks) {
    static final UndoCodec<UndoRecord> CODEC = new UndoCodec<>() {
        @Override
        public String write(UndoRecord undo) {
            return undo.json();
        }

        @Override
        public UndoRecord read(String text) {
            return parse(text);
        }

        @Override
        public UndoRecord joined(UndoRecord first, UndoRecord again) {
            return first.followedBy(again);
        }
    };

    private static final String[] TAILS = new String[RekeyState.COMBINATIONS];
    private static final Map<String, Integer> MARKS = new HashMap<>();

    static {
        for (int marks = 0; marks < TAILS.length; marks++) {
            TAILS[marks] = "," + RekeyState.json(marks) + "}";
            MARKS.put(TAILS[marks], marks);
        }
    }

    boolean has(int mark) {
        return RekeyState.has(marks, mark);
    }

    /** What was there before the first of two re-keyings, where {@code again} was there before the second. */
    UndoRecord followedBy(UndoRecord again) {
        boolean same = id == again.id && name == again.name && cache == again.cache;
        if (!same || !RekeyState.holdsOurs(marks, again.marks)) {
            return again;
        }
        int since = again.marks & RekeyState.ALL_NEW & ~RekeyState.rekeyed(marks);
        return new UndoRecord(id, name, cache, marks | again.marks & RekeyState.ALL_OLD | since);
    }

    String json() {
        return "{\"id\":" + id + ",\"name\":" + name + ",\"cache\":" + cache + TAILS[marks];
    }

    /** @throws IllegalArgumentException for anything but what {@link #json} writes */
    static UndoRecord parse(String json) {
        int name = json.indexOf(",\"name\":");
        int cache = json.indexOf(",\"cache\":");
        int tail = json.indexOf(",\"old\":");
        Integer marks = tail < 0 ? null : MARKS.get(json.substring(tail));
        if (!json.startsWith("{\"id\":") || name < 0 || cache < name || tail < cache || marks == null) {
            throw new IllegalArgumentException("not what a subscription was before");
        }
        return new UndoRecord(
                Long.parseLong(json.substring(6, name)),
                Integer.parseInt(json.substring(name + 8, cache)),
                Long.parseLong(json.substring(cache + 9, tail)),
                marks);
    }
}
