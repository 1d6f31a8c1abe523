package org.pimtools.common.entity;

import java.util.List;
import java.util.Optional;

/** The kinds of entities that have a provider ID of their own. */
public enum EntityKind {
    VM("vm", "VM"),
    FIREWALL("firewall", "firewall"),
    LOAD_BALANCER("load-balancer", "load balancer");

    private static final List<EntityKind> OTHERS = List.of(FIREWALL, LOAD_BALANCER);

    private final String word;
    private final String noun;

    EntityKind(String word, String noun) {
        this.word = word;
        this.noun = noun;
    }

    /** The kinds besides VMs. */
    public static List<EntityKind> others() {
        return OTHERS;
    }

    public static Optional<EntityKind> of(String word) {
        for (EntityKind kind : values()) {
            if (kind.word.equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** How files call it, for instance {@code load-balancer}. */
    public String word() {
        return word;
    }

    /** How people call one, for instance {@code load balancer}; with an {@code s} they are several. */
    public String noun() {
        return noun;
    }
}
