package org.pimtools.testkit.doubles.amazon;

import java.util.List;

/** What an account has in a region besides instances. */
public record Ec2Region(List<Ec2Group> groups, List<ElbBalancer> balancers) {
    static final Ec2Region NOTHING = new Ec2Region(List.of(), List.of());

    public Ec2Region {
        groups = List.copyOf(groups);
        balancers = List.copyOf(balancers);
    }

    List<ElbBalancer> balancers(boolean classic) {
        return balancers.stream().filter(each -> each.isClassic() == classic).toList();
    }
}
