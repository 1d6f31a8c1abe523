package org.pimtools.common.entity;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names one entity of the platform; it prints as {@code firewall:7}.
 *
 * @param id its primary key in the platform's database
 */
public record EntityKey(EntityKind kind, long id) implements Comparable<EntityKey> {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");

    public EntityKey {
        Objects.requireNonNull(kind);
    }

    public static EntityKey vm(long idVm) {
        return new EntityKey(EntityKind.VM, idVm);
    }

    /** The key that prints so; empty when the text is none. */
    public static Optional<EntityKey> of(String text) {
        int colon = text.indexOf(':');
        String id = text.substring(colon + 1);
        return colon < 0 || !NUMBER.matcher(id).matches()
                ? Optional.empty()
                : EntityKind.of(text.substring(0, colon)).map(kind -> new EntityKey(kind, Long.parseLong(id)));
    }

    @Override
    public int compareTo(EntityKey other) {
        int byKind = kind.compareTo(other.kind);
        return byKind == 0 ? Long.compare(id, other.id) : byKind;
    }

    @Override
    public String toString() {
        return kind.word() + ":" + id;
    }
}
