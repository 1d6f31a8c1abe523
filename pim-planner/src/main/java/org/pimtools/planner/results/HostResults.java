package org.pimtools.planner.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultReader;

/** What the newest results of the hosts say of each VM. */
public final class HostResults {
    private final Map<DatacenterId, ResultChoice> files;
    private final Path scratch;

    /**
     * Takes the newest result of each datacenter.
     *
     * @param scratch a folder for what does not fit into memory
     * @throws ToolException for a file that is no result
     */
    public HostResults(List<Path> paths, Path scratch) {
        this.files = ResultChoice.of(paths.stream().map(ResultFile::read).toList());
        this.scratch = scratch;
    }

    /** What the host of this datacenter says, VM by VM; close it. Nothing is known when it left no result. */
    public HostVmResults of(DatacenterId datacenter) throws IOException {
        HostVmResults words = new HostVmResults(scratch);
        ResultChoice choice = files.get(datacenter);
        if (choice != null) {
            try (ResultReader reader = ResultReader.open(choice.newest().path())) {
                for (ResultLine line = reader.next(); line != null; line = reader.next()) {
                    words.add(line);
                }
            } catch (IOException | RuntimeException | Error e) {
                words.close();
                throw e;
            }
        }
        return words;
    }
}
