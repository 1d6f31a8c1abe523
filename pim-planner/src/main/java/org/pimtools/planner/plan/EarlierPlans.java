package org.pimtools.planner.plan;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanReader;

/**
 * Finds what changed since the plan before: the newest other one in the same folder that the same planner signed and that has a
 * datacenter of the new one. Nothing about these other files can make planning fail.
 */
public final class EarlierPlans {
    private final MadePlan plan;
    private final Path file;
    private final Runnable safePoint;
    private final List<String> refused = new ArrayList<>();

    /**
     * What was found.
     *
     * @param changes empty when there is no earlier plan that the new one can be compared with
     * @param refused one sentence about each plan that could not be the earlier one; what is after a usable one was not looked at
     */
    public record Found(Optional<PlanChanges> changes, List<String> refused) {
        public Found {
            refused = List.copyOf(refused);
        }
    }

    private record Candidate(Path file, Instant created) {}

    private EarlierPlans(MadePlan plan, Runnable safePoint) {
        this.plan = plan;
        this.file = plan.file().toAbsolutePath();
        this.safePoint = safePoint;
    }

    /**
     * Compares a plan that was just made with the one before.
     *
     * @param safePoint called now and then; an exception of it ends the comparison, not the run
     */
    public static Found compare(MadePlan plan, Runnable safePoint) {
        EarlierPlans plans = new EarlierPlans(plan, safePoint);
        Optional<PlanChanges> changes = Optional.empty();
        try {
            changes = plans.compare();
        } catch (ToolException e) {
            plans.refused.add(e.getMessage());
        } catch (DirectoryIteratorException e) {
            plans.refused.add(FileFailure.reason(e.getCause()));
        } catch (IOException e) {
            plans.refused.add(FileFailure.reason(e));
        }
        return new Found(changes, plans.refused);
    }

    private Optional<PlanChanges> compare() throws IOException {
        for (Candidate candidate : candidates()) {
            Optional<PlanChanges> changes = changes(candidate);
            if (changes.isPresent()) {
                return changes;
            }
        }
        return Optional.empty();
    }

    private Optional<PlanChanges> changes(Candidate candidate) throws IOException {
        try {
            Optional<PlanChanges> changes = PlanComparison.of(candidate.file, plan, file.getParent(), safePoint);
            if (changes.isEmpty()) {
                refused.add(candidate.file + " has none of these datacenters");
            }
            return changes;
        } catch (ToolException e) {
            safePoint.run();
            refused.add(e.getMessage());
            return Optional.empty();
        }
    }

    /** The newest first. */
    private List<Candidate> candidates() throws IOException {
        List<Candidate> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(file.getParent(), this::mayBePlan)) {
            for (Path other : files) {
                header(other)
                        .filter(header -> isOwn(other, header))
                        .ifPresent(header -> found.add(new Candidate(other, header.created())));
            }
        }
        found.sort(Comparator.comparing(Candidate::created).reversed());
        return found;
    }

    /** The endings of the documentation, and whatever the new plan has. */
    private boolean mayBePlan(Path other) {
        String name = other.getFileName().toString();
        return (name.endsWith(".plan")
                        || name.endsWith(".plan.gz")
                        || ending(name).equals(ending(ownName())))
                && !name.equals(ownName())
                && Files.isRegularFile(other, LinkOption.NOFOLLOW_LINKS);
    }

    private String ownName() {
        return file.getFileName().toString();
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private Optional<PlanLine.Header> header(Path other) {
        try (PlanReader reader = PlanReader.open(other)) {
            return Optional.of(reader.header());
        } catch (ToolException e) {
            refused.add(e.getMessage());
            return Optional.empty();
        }
    }

    private boolean isOwn(Path other, PlanLine.Header header) {
        boolean isOwn = header.plannerKey().equals(plan.header().plannerKey());
        if (!isOwn) {
            refused.add("the plan " + other + " was signed by another planner");
        }
        return isOwn;
    }
}
