package org.pimtools.migrator.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.inventory.Candidate;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.inventory.Resolution;

/**
 * Brings together what the inventory says and what the operator decided, so that a provider ID belongs to one entity at most. Of
 * several that the inventory finds to be the same one, the one for which the operator says so keeps the ID. An ID that was
 * decided for one and is found for another belongs to neither: one of the two is a mistake.
 */
final class Choosing {
    private final Knowledge knowledge;
    private final List<? extends PlanLine.Identified> planned;
    private final Resolution[] found;
    private final Choices choices;
    private final Map<ProviderId, List<Integer>> foundBy;

    /** What is known of each of the planned, which is named by its position among them. */
    interface Knowledge {
        /** What the operator's word makes of it, if it can be true. */
        Resolution assigned(int i, ProviderId id, Resolution before);

        /** What it would be, with what its provider says about that. */
        Candidate candidate(int i, ProviderId id);

        /** What the database says of it besides its name, for people; empty when that is nothing. */
        String known(int i);
    }

    /**
     * @param planned all of one kind
     * @param found what the inventory says about each of them alone
     */
    Choosing(Knowledge knowledge, List<? extends PlanLine.Identified> planned, Resolution[] found, Choices choices) {
        this.knowledge = knowledge;
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
            return knowledge.assigned(i, decided, found[i]);
        }
        Optional<ProviderId> listed = found[i].identity();
        List<Integer> others = listed.map(id -> others(i, foundBy.get(id))).orElse(List.of());
        if (found[i] instanceof Resolution.Settled settled
                && !settled.providerId().equals(decided)) {
            return knowledge.assigned(
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
        Resolution before =
                listed.<Resolution>map(id -> conflict(i, id, others)).orElse(found[i]);
        return knowledge.assigned(i, decided, before);
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
                chosen[i] = conflict(
                        i,
                        id,
                        others.isEmpty()
                                ? claimants.stream().filter(other -> other != i).toList()
                                : others);
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

    private Resolution.Conflict conflict(int i, ProviderId id, List<Integer> others) {
        return new Resolution.Conflict(
                knowledge.candidate(i, id),
                knowledge.known(i),
                others.stream()
                        .limit(Resolution.LISTED)
                        .map(other ->
                                new Resolution.Claimant(planned.get(other).key().id(), knowledge.known(other)))
                        .toList());
    }
}
