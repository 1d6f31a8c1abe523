package org.pimtools.testkit.world;

import java.util.DoubleSummaryStatistics;
import java.util.Objects;
import java.util.stream.DoubleStream;

/** What kind of world it is: its hosts, how much of it is wrong, and which characters its names have. */
public record Traits(Sites sites, Trouble trouble, Repertoire names) {
    public Traits {
        Objects.requireNonNull(sites);
        Objects.requireNonNull(trouble);
        Objects.requireNonNull(names);
    }

    /**
     * The hosts of each datacenter beside its vCenter.
     *
     * @param esxi whether there is a stand-alone ESXi host
     * @param amazon whether there is a region of Amazon EC2
     * @param kvmHosts KVM hosts, 0 to 20
     */
    public record Sites(boolean esxi, boolean amazon, int kvmHosts) {
        /** Without Amazon. */
        public Sites(boolean esxi, int kvmHosts) {
            this(esxi, false, kvmHosts);
        }

        public Sites {
            if (kvmHosts < 0 || kvmHosts > 20) {
                throw new IllegalArgumentException("kvmHosts must be 0 to 20, not " + kvmHosts);
            }
        }
    }

    /**
     * How much is out of the ordinary: each a fraction of the neighbouring pairs of VMs of a datacenter.
     *
     * @param missing one of the pair is deployed, but not in the inventory
     * @param twins the inventory has a second VM of the same name as one of the pair
     * @param conflicts both claim one VM of the inventory
     * @param homonyms both have one name, on different endpoints
     * @param lookalikes the names differ only in case, accents or trailing spaces
     * @param locked an operation on one of the pair is under way
     * @param replicas the inventory has a second VM of the same name as one of the pair, which host or MAC address tell from it
     */
    public record Trouble(
            double missing,
            double twins,
            double conflicts,
            double homonyms,
            double lookalikes,
            double locked,
            double replicas) {
        public Trouble {
            DoubleStream all = DoubleStream.of(missing, twins, conflicts, homonyms, lookalikes, locked, replicas);
            DoubleSummaryStatistics fractions = all.summaryStatistics();
            if (fractions.getMin() < 0 || fractions.getSum() > 1) {
                throw new IllegalArgumentException("fractions must be from 0 to 1 and not exceed 1 together");
            }
        }

        /** Without replicas. */
        public Trouble(
                double missing, double twins, double conflicts, double homonyms, double lookalikes, double locked) {
            this(missing, twins, conflicts, homonyms, lookalikes, locked, 0);
        }

        /** Every deployed VM resolves. */
        public static Trouble none() {
            return new Trouble(0, 0, 0, 0, 0, 0);
        }
    }

    /** Which characters names are made of: what the character set of the database can hold. */
    public enum Repertoire {
        LATIN1,
        UTF8MB3,
        UTF8MB4
    }

    /** The usual world: about 0.5 % of the VMs not found, a few ambiguous ones, a few conflicts; one KVM host. */
    public static Traits standard() {
        return new Traits(
                new Sites(false, 1), new Trouble(0.012, 0.004, 0.004, 0.006, 0.012, 0.008, 0.006), Repertoire.UTF8MB4);
    }

    /** A world in which everything that is deployed resolves. */
    public static Traits clean() {
        return new Traits(new Sites(false, 1), Trouble.none(), Repertoire.UTF8MB4);
    }

    public Traits with(Sites other) {
        return new Traits(other, trouble, names);
    }

    public Traits with(Trouble other) {
        return new Traits(sites, other, names);
    }

    public Traits with(Repertoire other) {
        return new Traits(sites, trouble, other);
    }
}
