package org.pimtools.planner.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultReader;
import org.pimtools.planner.hosts.HostKeys;
import org.pimtools.planner.hosts.SignedFile;

/** What the newest results of the hosts say of each VM. */
public final class HostResults {
    private final Map<DatacenterId, ResultChoice> files;
    private final HostKeys hosts;
    private final Path scratch;

    /**
     * Takes the newest result of each datacenter.
     *
     * @param hosts whose results are believed
     * @param scratch a folder for what does not fit into memory
     * @throws ToolException for a file that is no result, that the datacenter's host did not sign, or of which a later one was seen
     */
    public HostResults(List<ResultFile> results, HostKeys hosts, Path scratch) {
        this.files = ResultChoice.of(results);
        this.hosts = hosts;
        this.scratch = scratch;
        List<SignedFile> signed =
                files.values().stream().map(choice -> choice.newest().signed()).toList();
        hosts.require(signed);
        hosts.requireNewest(signed);
    }

    /** What the host of this datacenter says, VM by VM; close it. Nothing is known when it left no result. */
    public HostVmResults of(DatacenterId datacenter) throws IOException {
        HostVmResults words = new HostVmResults(scratch);
        ResultChoice choice = files.get(datacenter);
        if (choice != null) {
            try (ResultReader reader = choice.newest().open()) {
                for (ResultLine line = reader.next(); line != null; line = reader.next()) {
                    words.add(line);
                }
                hosts.confirm(choice.newest().signed());
            } catch (IOException | RuntimeException | Error e) {
                words.close();
                throw e;
            }
        }
        return words;
    }
}
