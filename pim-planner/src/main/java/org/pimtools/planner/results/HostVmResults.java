package org.pimtools.planner.results;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.result.ResultLine;
import org.pimtools.planner.spool.Spool;

/** What one host says of its VMs, in constant memory: asked for by ascending idVm. */
public final class HostVmResults implements Closeable {
    private final Spool<HostVmResult> words;
    private Spool.Rows<HostVmResult> rows;

    HostVmResults(Path scratch) {
        words = new Spool<>(scratch, HostVmResult.CODEC, Comparator.comparingLong(HostVmResult::idVm));
    }

    void add(ResultLine line) throws IOException {
        if (line instanceof ResultLine.VmResult vm) {
            words.add(new HostVmResult(vm.idVm(), vm.outcome(), vm.providerId(), vm.redis(), null));
        } else if (line instanceof ResultLine.Decided decided
                && decided.key().kind() == EntityKind.VM
                && decided.decision() == ResultLine.Decision.EXCLUDE) {
            words.add(new HostVmResult(decided.idVm(), null, null, null, decided.reason()));
        }
    }

    /** All that is said of the VM, which is greater than the one asked for before. */
    public HostVmResult of(long idVm) throws IOException {
        if (rows == null) {
            rows = words.sorted();
        }
        while (rows.peek() != null && rows.peek().idVm() < idVm) {
            rows.next();
        }
        HostVmResult all = HostVmResult.none(idVm);
        while (rows.peek() != null && rows.peek().idVm() == idVm) {
            all = all.with(rows.next());
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        words.close();
    }
}
