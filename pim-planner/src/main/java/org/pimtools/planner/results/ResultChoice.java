package org.pimtools.planner.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.result.ResultLine;

/**
 * The results of one datacenter that tell what its VMs are, the one that counts first.
 *
 * @param candidates dry runs and migrations, the newest first; no two of the same run
 */
public record ResultChoice(DatacenterId datacenter, List<ResultFile> candidates) {
    public ResultChoice {
        candidates = List.copyOf(candidates);
    }

    /** One choice per datacenter that has any. */
    public static Map<DatacenterId, ResultChoice> of(Collection<ResultFile> files) {
        Map<DatacenterId, List<ResultFile>> datacenters = new TreeMap<>();
        for (ResultFile file : files) {
            if (hasVms(file.start().kind())) {
                datacenters
                        .computeIfAbsent(file.start().datacenter(), key -> new ArrayList<>())
                        .add(file);
            }
        }
        Map<DatacenterId, ResultChoice> choices = new TreeMap<>();
        datacenters.forEach((datacenter, list) -> choices.put(datacenter, new ResultChoice(datacenter, order(list))));
        return choices;
    }

    private static boolean hasVms(ResultLine.Kind kind) {
        return switch (kind) {
            case DRY_RUN, REFUSED, MIGRATION, ROLLBACK -> true;
            case FROZEN, VERIFICATION, ROLLBACK_DRY_RUN -> false;
        };
    }

    private static List<ResultFile> order(List<ResultFile> list) {
        list.sort(ResultFile.BY_AGE.reversed());
        List<ResultFile> distinct = new ArrayList<>();
        for (ResultFile file : list) {
            if (distinct.isEmpty() || !file.isCopyOf(distinct.get(distinct.size() - 1))) {
                distinct.add(file);
            }
        }
        return distinct;
    }

    /** The newest. */
    public ResultFile newest() {
        return candidates.get(0);
    }
}
