package org.pimtools.migrator.load;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanReader;

/** Copies one datacenter's section out of a plan while the whole plan is verified; afterwards only the copy is used. */
public final class SectionCopy {
    private SectionCopy() {}

    /**
     * Writes the header and the section to {@code target}, which must not exist; they are on the disk when the call returns.
     *
     * @param datacenter whose section, or empty to take the only one that the plan has
     * @return the datacenter of the section
     * @throws ToolException when the plan is not valid, has no such section, or the copy cannot be written
     */
    public static DatacenterId make(Path plan, Optional<DatacenterId> datacenter, Path target) {
        try (PlanReader reader = PlanReader.open(plan)) {
            List<PlanLine.SectionStart> sections = new ArrayList<>();
            DatacenterId wanted = datacenter.orElse(null);
            boolean copying = false;
            try (FileChannel file = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream copy = new BufferedOutputStream(Channels.newOutputStream(file))) {
                copy.write(reader.headerBytes());
                for (PlanLine line = reader.next(); line != null; line = reader.next()) {
                    if (line instanceof PlanLine.SectionStart start) {
                        sections.add(start);
                        wanted = wanted == null ? start.datacenter() : wanted;
                        copying = start.datacenter().equals(wanted);
                    }
                    if (copying) {
                        copy.write(reader.lineBytes());
                    }
                    if (line instanceof PlanLine.SectionEnd) {
                        copying = false;
                    }
                }
                copy.flush();
                // a migration is resumed and rolled back with it
                file.force(true);
            }
            return chosen(plan, datacenter, sections);
        } catch (ToolException e) {
            discard(target, e);
            throw e;
        } catch (IOException e) {
            discard(target, e);
            throw new ToolException(
                    ExitCode.FAILED,
                    "cannot write " + target + ": " + FileFailure.reason(e),
                    "make room or fix the directory's rights, then run the same command again; keep this state directory: what was"
                            + " migrated can only be resumed and rolled back with it",
                    e);
        }
    }

    private static DatacenterId chosen(
            Path plan, Optional<DatacenterId> datacenter, List<PlanLine.SectionStart> sections) {
        List<DatacenterId> present = sections.stream()
                .map(PlanLine.SectionStart::datacenter)
                .filter(id -> !id.equals(DatacenterId.NOWHERE))
                .toList();
        if (datacenter.isPresent() && present.contains(datacenter.get())) {
            return datacenter.get();
        }
        if (datacenter.isEmpty() && present.size() == 1) {
            return present.get(0);
        }
        String list = sections.isEmpty()
                ? "the plan has no section at all"
                : "the plan has " + present.size() + ": "
                        + String.join(
                                ", ",
                                sections.stream()
                                        .limit(10)
                                        .map(section -> section.datacenter() + " " + section.name())
                                        .toList());
        if (datacenter.isEmpty()) {
            throw new ToolException(
                    ExitCode.USAGE,
                    "which datacenter is this host's is not known",
                    "give it with --datacenter; " + list);
        }
        throw new ToolException(
                ExitCode.INVALID_INPUT,
                "the plan " + plan + " has no section for datacenter " + datacenter.get(),
                "check abiquo.datacenter.id or --datacenter; " + list);
    }

    private static void discard(Path target, Exception failure) {
        try {
            Files.deleteIfExists(target);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
