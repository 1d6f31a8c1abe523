package org.pimtools.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The parts of the flow that change something, in their order; each is broken and run again by itself. */
enum ChaosPart {
    MIGRATE {
        @Override
        Tool tool(ChaosSite site) {
            return site.migrator();
        }

        @Override
        List<String> arguments(ChaosSite site) {
            return site.operator().migrate(Operator.PLAN, site.datacenter());
        }
    },
    APPLY {
        @Override
        Tool tool(ChaosSite site) {
            return site.planner();
        }

        @Override
        List<String> arguments(ChaosSite site) {
            return site.operator().apply(Operator.PLAN, List.of(site.datacenter()), "--no-dry-run");
        }
    },
    ROLL_BACK {
        @Override
        Tool tool(ChaosSite site) {
            return site.migrator();
        }

        @Override
        List<String> arguments(ChaosSite site) {
            return site.operator().rollback(Operator.PLAN, site.datacenter(), "--no-dry-run");
        }
    },
    APPLY_BACK {
        @Override
        Tool tool(ChaosSite site) {
            return site.planner();
        }

        @Override
        List<String> arguments(ChaosSite site) {
            return site.operator().applyBack(Operator.PLAN, List.of(site.datacenter()), "--no-dry-run");
        }
    };

    abstract Tool tool(ChaosSite site);

    abstract List<String> arguments(ChaosSite site);

    /** Whether it is the migrator's, which keeps a journal. */
    boolean isJournalled() {
        return this == MIGRATE || this == ROLL_BACK;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<ChaosPart> of(String word) {
        return Arrays.stream(values()).filter(part -> part.word().equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(ChaosPart::word).collect(Collectors.joining(", "));
    }
}
