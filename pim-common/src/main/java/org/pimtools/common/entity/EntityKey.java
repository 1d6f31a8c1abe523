package org.pimtools.common.entity;

import java.util.Objects;

/**
 * Names one entity of the platform; it prints as {@code firewall:7}.
 *
 * @param id its primary key in the platform's database
 */
public record EntityKey(EntityKind kind, long id) implements Comparable<EntityKey> {
    public EntityKey {
        Objects.requireNonNull(kind);
    }

    public static EntityKey vm(long idVm) {
        return new EntityKey(EntityKind.VM, idVm);
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
