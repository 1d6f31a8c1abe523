package org.pimtools.testkit.world;

import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What kind of world it is: its hosts, how much of it is wrong, and which characters its names have. */
public record Traits(Sites sites, Trouble trouble, Repertoire names) {
    public Traits {
        Objects.requireNonNull(sites);
        Objects.requireNonNull(trouble);
        Objects.requireNonNull(names);
    }

    /**
     * What there is beside the vCenter of each datacenter.
     *
     * @param others what the datacenters have by turns, one endpoint of each: where there are fewer datacenters than types, a datacenter
     *     has several
     * @param kvmHosts KVM hosts in each datacenter, 0 to 20
     */
    public record Sites(Set<EndpointType> others, int kvmHosts) {
        public Sites {
            others = Collections.unmodifiableSortedSet(new TreeSet<>(others));
            if (others.contains(EndpointType.VCENTER) || others.contains(EndpointType.KVM)) {
                throw new IllegalArgumentException("vCenters and KVM hosts are in every datacenter");
            }
            if (kvmHosts < 0 || kvmHosts > 20) {
                throw new IllegalArgumentException("kvmHosts must be 0 to 20, not " + kvmHosts);
            }
        }

        /** Nothing but KVM hosts. */
        public static Sites kvm(int kvmHosts) {
            return new Sites(Set.of(), kvmHosts);
        }

        /** What a datacenter has of the others. @param all how many datacenters there are */
        List<EndpointType> othersOf(int datacenter, int all) {
            List<EndpointType> types = List.copyOf(others);
            return all < types.size()
                    ? IntStream.range(0, types.size())
                            .filter(i -> i % all == datacenter)
                            .mapToObj(types::get)
                            .toList()
                    : types.isEmpty() ? List.of() : List.of(types.get(datacenter % types.size()));
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
                Sites.kvm(1), new Trouble(0.012, 0.004, 0.004, 0.006, 0.012, 0.008, 0.006), Repertoire.UTF8MB4);
    }

    /** A world in which everything that is deployed resolves. */
    public static Traits clean() {
        return new Traits(Sites.kvm(1), Trouble.none(), Repertoire.UTF8MB4);
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
