package org.pimtools.lab;

import java.util.List;
import java.util.Optional;

/** What the host of a run goes through, which ends the run. */
enum HostFault implements ChaosFault {
    /** The host loses its power: of what was not synced, bytes are cut off or zeros, and names are gone. */
    POWER_LOST(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        public boolean kills() {
            return true;
        }

        @Override
        public boolean losesPower() {
            return true;
        }
    },
    /** The state directory is lost: nothing may go on without it, and once it is back everything does. */
    STATE_LOST(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        public boolean kills() {
            return true;
        }

        @Override
        public boolean takesTheState() {
            return true;
        }
    },
    /** A run is killed, and the next one has a clock that is an hour ahead. */
    CLOCK_AHEAD(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        public boolean kills() {
            return true;
        }

        @Override
        public Optional<List<String>> resumedUnder() {
            return Optional.of(ChaosCalls.clock("+3600"));
        }
    },
    /** A run is killed, and the next one has a clock that is an hour behind. */
    CLOCK_BEHIND(ChaosPart.ROLL_BACK, ChaosPart.MIGRATE) {
        @Override
        public boolean kills() {
            return true;
        }

        @Override
        public Optional<List<String>> resumedUnder() {
            return Optional.of(ChaosCalls.clock("-3600"));
        }
    };

    private final List<ChaosPart> parts;

    HostFault(ChaosPart... parts) {
        this.parts = List.of(parts);
    }

    @Override
    public List<ChaosPart> parts() {
        return parts;
    }
}
