package org.pimtools.testkit.doubles.amazon;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * An account and what it has.
 *
 * @param sessionToken with temporary credentials; null with lasting ones
 * @param owner twelve digits
 * @param regions the instances by region; in other regions its credentials are not valid
 * @param others what there is besides instances, by region
 */
public record Ec2Account(
        String accessKey,
        String secretKey,
        String sessionToken,
        String owner,
        Map<String, List<Ec2Instance>> regions,
        Map<String, Ec2Region> others) {
    public Ec2Account {
        Objects.requireNonNull(accessKey);
        Objects.requireNonNull(secretKey);
        Objects.requireNonNull(owner);
        regions = new TreeMap<>(regions);
        others = new TreeMap<>(others);
    }

    /** With nothing but instances. */
    public Ec2Account(
            String accessKey,
            String secretKey,
            String sessionToken,
            String owner,
            Map<String, List<Ec2Instance>> regions) {
        this(accessKey, secretKey, sessionToken, owner, regions, Map.of());
    }

    /** With lasting credentials that follow from the number. */
    public static Ec2Account numbered(int number, Map<String, List<Ec2Instance>> regions) {
        return new Ec2Account(
                "AKIADOUBLE%010d".formatted(number),
                "secret/of+account=%04d/not-a-real-one-42".formatted(number),
                null,
                "%012d".formatted(number),
                regions);
    }

    /** The same with temporary credentials. */
    public Ec2Account temporary(String newSessionToken) {
        return new Ec2Account(accessKey, secretKey, newSessionToken, owner, regions, others);
    }

    /** The same with groups and balancers in a region. */
    public Ec2Account with(String region, List<Ec2Group> groups, List<ElbBalancer> balancers) {
        Map<String, Ec2Region> more = new TreeMap<>(others);
        more.put(region, new Ec2Region(groups, balancers));
        return new Ec2Account(accessKey, secretKey, sessionToken, owner, regions, more);
    }

    Ec2Region in(String region) {
        return others.getOrDefault(region, Ec2Region.NOTHING);
    }

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "Ec2Account[" + accessKey + ", " + regions.keySet() + "]";
    }
}
