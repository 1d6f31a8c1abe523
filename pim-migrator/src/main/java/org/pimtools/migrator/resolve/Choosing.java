package org.pimtools.migrator.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.inventory.Resolution;

/**
 * Brings together what the inventory says and what the operator decided, so that a provider ID belongs to one entity at most. Of
 * several that the inventory finds to be the same one, the one for which the operator says so keeps the ID. An ID that was
 * decided for one and is found for another belongs to neither: one of the two is a mistake.
 */
final class Choosing {
    private final Assigning assigning;
    private final List<? extends PlanLine.Identified> planned;
    private final Resolution[] found;
    private final Choices choices;
    private final Map<ProviderId, List<Integer>> foundBy;

    /** What the operator's word makes of one entity, if it can be true. */
    interface Assigning {
        /** @param i its position among the planned */
        Resolution assigned(int i, ProviderId id, Resolution before);
    }

    /**
     * @param planned all of one kind
     * @param found what the inventory says about each of them alone
     */
    Choosing(Assigning assigning, List<? extends PlanLine.Identified> planned, Resolution[] found, Choices choices) {
        this.assigning = assigning;
        this.planned = planned;
        this.found = found;
        this.choices = choices;
        this.foundBy = choices.assigned().isEmpty() ? Map.of() : claims(found);
    }

    Resolution[] resolutions() {
        Resolution[] chosen = found.clone();
        for (int i = 0; i < chosen.length; i++) {
            ProviderId decided = choices.assigned().get(planned.get(i).key().id());
            if (decided != null && !isExcluded(i)) {
                chosen[i] = chosen(i, decided);
            }
        }
        claims(chosen).forEach((id, claimants) -> {
            if (claimants.size() > 1) {
                settle(chosen, id, claimants);
            }
        });
        return chosen;
    }

    private Resolution chosen(int i, ProviderId decided) {
        if (found[i] instanceof Resolution.Unconfirmed) {
            return assigning.assigned(i, decided, found[i]);
        }
        Optional<ProviderId> listed = found[i].identity();
        List<Integer> others = listed.map(id -> others(i, foundBy.get(id))).orElse(List.of());
        if (found[i] instanceof Resolution.Settled settled
                && !settled.providerId().equals(decided)) {
            return assigning.assigned(
                    i,
                    decided,
                    new Resolution.Ambiguous(
                            settled.candidates(),
                            "it would be " + settled.providerId() + ", which " + settled.because()));
        }
        if (listed.isPresent() && others.isEmpty()) {
            return listed.get().equals(decided)
                    ? found[i]
                    : new Resolution.Refused(
                            "it was decided to be " + decided + ", but the inventory says that it is " + listed.get(),
                            found[i]);
        }
        Resolution before = listed.<Resolution>map(id -> new Resolution.Conflict(id, ids(others)))
                .orElse(found[i]);
        return assigning.assigned(i, decided, before);
    }

    private void settle(Resolution[] chosen, ProviderId id, List<Integer> claimants) {
        List<Integer> sure = claimants.stream()
                .filter(i -> chosen[i] instanceof Resolution.Assigned
                        && found[i].identity().filter(id::equals).isPresent())
                .toList();
        for (int i : claimants) {
            List<Integer> others = others(i, claimants);
            boolean keeps = sure.equals(List.of(i)) || others.isEmpty() && !isExcluded(i);
            if (!keeps) {
                chosen[i] = new Resolution.Conflict(
                        id,
                        ids(
                                others.isEmpty()
                                        ? claimants.stream()
                                                .filter(other -> other != i)
                                                .toList()
                                        : others));
            }
        }
    }

    private static Map<ProviderId, List<Integer>> claims(Resolution[] resolutions) {
        Map<ProviderId, List<Integer>> claims = new HashMap<>(resolutions.length * 4 / 3 + 1);
        for (int i = 0; i < resolutions.length; i++) {
            int index = i;
            resolutions[i]
                    .identity()
                    .ifPresent(id -> claims.computeIfAbsent(id, claimed -> new ArrayList<>(1))
                            .add(index));
        }
        return claims;
    }

    /** The others among the claimants that are not left out. */
    private List<Integer> others(int i, List<Integer> claimants) {
        return claimants.stream()
                .filter(other -> other != i && !isExcluded(other))
                .toList();
    }

    private boolean isExcluded(int i) {
        return choices.excluded().contains(planned.get(i).key().id());
    }

    private List<Long> ids(List<Integer> indexes) {
        return indexes.stream().map(i -> planned.get(i).key().id()).toList();
    }
}
