package org.pimtools.planner.overview;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.planner.hosts.HostKeys;
import org.pimtools.planner.results.DryRunKeys;
import org.pimtools.planner.results.ResultChoice;
import org.pimtools.planner.results.ResultFile;
import org.pimtools.planner.sqlfile.PlannedRows;
import org.pimtools.planner.sqlfile.SqlHead;

/** Which files of a folder of gathered files count: of each datacenter the newest. Reads their first lines only. */
public final class NewestFiles {
    private NewestFiles() {}

    /**
     * A file that counts.
     *
     * @param why what it is the newest of, for people
     */
    public record Chosen(DatacenterId datacenter, Path file, String why) {}

    /**
     * The SQL files of a folder.
     *
     * @throws ToolException when a file is cut off or damaged, which may be the newest, or there is none
     */
    public static List<Chosen> sql(Path folder, SqlDirection direction) {
        FoundFiles found = complete(folder);
        Map<DatacenterId, List<SqlHead>> heads = new TreeMap<>();
        for (Path path : found.sql) {
            SqlHead head = SqlHead.read(path);
            if (head.manifest().direction() == direction) {
                heads.computeIfAbsent(head.manifest().datacenter(), any -> new ArrayList<>())
                        .add(head);
            }
        }
        List<Chosen> chosen = new ArrayList<>();
        heads.forEach((datacenter, all) -> {
            all.sort(SqlHead.BY_AGE.reversed());
            SqlHead newest = all.get(0);
            chosen.add(new Chosen(
                    datacenter,
                    newest.path(),
                    why(all.size(), newest.manifest().run(), newest.manifest().planCreated())));
        });
        return required(folder, chosen, direction == SqlDirection.UPDATE ? "update file" : "rollback file");
    }

    /** Learns the keys of hosts that are not known yet from the dry runs of this plan that lie in a folder. */
    public static void learn(HostKeys hosts, PlannedRows plan, Path folder) throws IOException {
        DryRunKeys.learn(
                hosts,
                plan.header().planId(),
                plan.datacenters().keySet(),
                complete(folder).results.stream().map(ResultFile::read).toList());
    }

    /**
     * The result files of a folder.
     *
     * @throws ToolException when a file is cut off or damaged, which may be the newest, or there is none
     */
    public static List<Chosen> results(Path folder) {
        List<ResultFile> results =
                complete(folder).results.stream().map(ResultFile::read).toList();
        List<Chosen> chosen = new ArrayList<>();
        ResultChoice.of(results).forEach((datacenter, choice) -> {
            ResultFile newest = choice.newest();
            chosen.add(new Chosen(
                    datacenter,
                    newest.path(),
                    why(
                            choice.candidates().size(),
                            newest.start().run(),
                            newest.start().planCreated())));
        });
        return required(folder, chosen, "result file");
    }

    private static String why(int of, String run, Object planCreated) {
        return (of == 1 ? "the only one" : "the newest of " + of) + ", of run " + run + " and the plan of "
                + planCreated;
    }

    private static FoundFiles complete(Path folder) {
        FoundFiles found = FoundFiles.in(folder);
        if (!found.refused.isEmpty()) {
            RefusedFile first = found.refused.get(0);
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "which files count is not known: " + first.file() + ": " + first.why(),
                    "copy it again from its host, or take it away, then run again; pim-planner overview shows all such files");
        }
        return found;
    }

    private static List<Chosen> required(Path folder, List<Chosen> chosen, String what) {
        if (chosen.isEmpty()) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "there is no " + what + " in " + folder,
                    "copy the files of the hosts into it");
        }
        return chosen;
    }
}
