package org.pimtools.planner.recipients;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.secret.Recipient;
import org.pimtools.planner.planning.DatacenterRow;

/** Who may open the sealed part of each datacenter: the bearer of one identity for all of them, or each datacenter's own hosts. */
public final class Recipients {
    private final Recipient everywhere;
    private final Map<DatacenterId, List<Recipient>> own;

    private Recipients(Recipient everywhere, Map<DatacenterId, List<Recipient>> own) {
        this.everywhere = everywhere;
        this.own = own;
    }

    /** One recipient for every datacenter. */
    public static Recipients everywhere(Recipient recipient) {
        return new Recipients(recipient, Map.of());
    }

    static Recipients of(Map<DatacenterId, List<Recipient>> own) {
        Map<DatacenterId, List<Recipient>> copy = new LinkedHashMap<>();
        own.forEach((datacenter, recipients) -> copy.put(datacenter, List.copyOf(recipients)));
        return new Recipients(null, copy);
    }

    /**
     * Those of one datacenter.
     *
     * @throws IllegalArgumentException when it has none, which {@link #require} tells before
     */
    public List<Recipient> of(DatacenterId datacenter) {
        if (everywhere != null) {
            return List.of(everywhere);
        }
        return Optional.ofNullable(own.get(datacenter))
                .orElseThrow(() -> new IllegalArgumentException("no recipient for " + datacenter));
    }

    /**
     * Looks whether every datacenter has a recipient.
     *
     * @param planned what is planned
     * @param all what the platform has
     * @return datacenters with recipients that the platform does not have
     * @throws ToolException that names every planned datacenter without a recipient
     */
    public Set<DatacenterId> require(Collection<DatacenterRow> planned, Collection<DatacenterRow> all) {
        if (everywhere != null) {
            return Set.of();
        }
        Set<DatacenterId> strange = new LinkedHashSet<>(own.keySet());
        all.forEach(datacenter -> datacenter.identity().ifPresent(strange::remove));
        List<String> without = new ArrayList<>();
        for (DatacenterRow datacenter : planned) {
            datacenter
                    .identity()
                    .filter(id -> !own.containsKey(id))
                    .ifPresent(id -> without.add(id + " (" + datacenter.name() + ")"));
        }
        if (!without.isEmpty()) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "no recipient is given for datacenter " + String.join(", ", without)
                            + (strange.isEmpty()
                                    ? ""
                                    : "; the database does not have "
                                            + strange.stream()
                                                    .map(DatacenterId::toString)
                                                    .collect(Collectors.joining(", "))
                                            + ", which the recipients file names"),
                    "run pim-migrator keygen on its host and add the line that it shows, or plan without it by --datacenter");
        }
        return strange;
    }
}
