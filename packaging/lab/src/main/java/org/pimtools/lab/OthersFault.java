package org.pimtools.lab;

import java.util.List;

/** What other servers, hosts and people do around a run. */
enum OthersFault implements ChaosFault {
    /** Somebody renames a subscription that was migrated, before the rollback. */
    SUBSCRIPTION_CHANGED(
            Moment.BEFORE,
            at -> ChaosStranger.renames(at.site(), at.any(at.measure().subscriptions())),
            ChaosPart.ROLL_BACK),
    /** Somebody changes a row that the SQL file is about, before it is applied. */
    ROW_CHANGED(
            Moment.BEFORE,
            at -> ChaosStranger.sets(at.site(), at.any(at.site().migratedRows())),
            ChaosPart.APPLY_BACK,
            ChaosPart.APPLY),
    /** The vCenter cuts the connection in the middle of its answer, once or as often as it is asked again. */
    PROVIDER_CUTS(Moment.BEFORE, at -> at.site().platform().cutVsphere(1), ChaosPart.MIGRATE),
    /** The backup server accepts connections and cuts them. */
    BACKUP_CUTS(
            Moment.DURING,
            at -> at.site().platform().backups().cut(at.site().datacenter()),
            ChaosPart.MIGRATE,
            ChaosPart.ROLL_BACK),
    /** The migrator stands still while another host begins with a copy of its state: that one must not get to work. */
    SECOND_MIGRATOR(Moment.DURING, ChaosRivals::begin, ChaosPart.MIGRATE, ChaosPart.ROLL_BACK),
    /** The migrator stands still and Redis loses it, as in a partition; another host works meanwhile, and then both go on. */
    MIGRATOR_CUT_OFF(Moment.DURING, ChaosRivals::replace, ChaosPart.MIGRATE, ChaosPart.ROLL_BACK);

    private final Moment moment;
    private final Deed deed;
    private final List<ChaosPart> parts;

    OthersFault(Moment moment, Deed deed, ChaosPart... parts) {
        this.moment = moment;
        this.deed = deed;
        this.parts = List.of(parts);
    }

    @Override
    public List<ChaosPart> parts() {
        return parts;
    }

    @Override
    public Moment moment() {
        return moment;
    }

    @Override
    public ChaosHarm harm(ChaosMoment at) throws InterruptedException {
        return deed.to(at);
    }
}
