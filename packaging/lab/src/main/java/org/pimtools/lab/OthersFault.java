package org.pimtools.lab;

import java.util.List;

/** What other servers, hosts and people do around a run. */
enum OthersFault implements ChaosFault {
    /** Somebody renames a subscription that was migrated, before the rollback. */
    SUBSCRIPTION_CHANGED(ChaosPart.ROLL_BACK) {
        @Override
        public Moment moment() {
            return Moment.BEFORE;
        }

        @Override
        public ChaosHarm harm(ChaosMoment at) {
            return ChaosStranger.renames(at.site(), at.any(at.measure().subscriptions()));
        }
    },
    /** Somebody changes a row that the SQL file is about, before it is applied. */
    ROW_CHANGED(ChaosPart.APPLY_BACK, ChaosPart.APPLY) {
        @Override
        public Moment moment() {
            return Moment.BEFORE;
        }

        @Override
        public ChaosHarm harm(ChaosMoment at) {
            return ChaosStranger.sets(at.site(), at.any(at.site().migratedRows()));
        }
    },
    /** The vCenter cuts the connection in the middle of its answer, once or as often as it is asked again. */
    PROVIDER_CUTS(ChaosPart.MIGRATE) {
        @Override
        public Moment moment() {
            return Moment.BEFORE;
        }

        @Override
        public ChaosHarm harm(ChaosMoment at) {
            return at.site().platform().cutVsphere(1);
        }
    },
    /** The backup server accepts connections and cuts them. */
    BACKUP_CUTS(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        public ChaosHarm harm(ChaosMoment at) {
            return at.site().platform().backups().cut(at.site().datacenter());
        }
    },
    /** The migrator stands still while another host begins with a copy of its state: that one must not get to work. */
    SECOND_MIGRATOR(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        public ChaosHarm harm(ChaosMoment at) throws InterruptedException {
            return ChaosRivals.begin(at);
        }
    },
    /** The migrator stands still and Redis loses it, as in a partition; another host works meanwhile, and then both go on. */
    MIGRATOR_CUT_OFF(ChaosPart.MIGRATE, ChaosPart.ROLL_BACK) {
        @Override
        public ChaosHarm harm(ChaosMoment at) throws InterruptedException {
            return ChaosRivals.replace(at);
        }
    };

    private final List<ChaosPart> parts;

    OthersFault(ChaosPart... parts) {
        this.parts = List.of(parts);
    }

    @Override
    public List<ChaosPart> parts() {
        return parts;
    }
}
