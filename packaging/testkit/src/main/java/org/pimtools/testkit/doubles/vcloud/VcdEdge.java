package org.pimtools.testkit.doubles.vcloud;

import java.util.List;
import java.util.Objects;

/**
 * An edge gateway with its firewall rules.
 *
 * @param uuid the last part of its URN
 */
public record VcdEdge(String uuid, String name, List<Rule> rules) {
    public VcdEdge {
        Objects.requireNonNull(uuid);
        Objects.requireNonNull(name);
        rules = List.copyOf(rules);
    }

    /** One whose UUID follows from the number. */
    public static VcdEdge of(int number, String name, Rule... rules) {
        return new VcdEdge("%08x-0000-4000-8000-00000000000e".formatted(number), name, List.of(rules));
    }

    /**
     * A rule.
     *
     * @param sources addresses, networks and ranges, or URNs of VMs
     * @param destinations the same
     */
    public record Rule(int id, String name, List<String> sources, List<String> destinations) {
        public Rule {
            sources = List.copyOf(sources);
            destinations = List.copyOf(destinations);
        }
    }
}
