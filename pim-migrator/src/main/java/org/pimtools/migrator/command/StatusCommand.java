package org.pimtools.migrator.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pimtools.common.cli.BaseCommand;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.output.Output;
import org.pimtools.common.text.Text;
import org.pimtools.migrator.state.GivenPlan;
import org.pimtools.migrator.state.LastVerification;
import org.pimtools.migrator.state.RolledBack;
import org.pimtools.migrator.state.StateDirectory;
import org.pimtools.migrator.state.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pim-migrator status}: how far this datacenter is. */
@Command(
        name = "status",
        description = "Says how far this datacenter is, from the files of its runs; connects to nothing.",
        footerHeading = "%nExamples:%n",
        footer = {"  pim-migrator status", "  pim-migrator status --format json | jq .result.migration"})
final class StatusCommand extends BaseCommand {
    @Spec
    private CommandSpec spec;

    @Mixin
    private StateOptions options = new StateOptions();

    @Override
    protected ExitCode run(Output output) throws Exception {
        Status status = Status.of(StateDirectory.existing(options.stateDir(), options.datacenter()));
        output.line("datacenter " + status.datacenter());
        output.line("  state      " + status.directory());
        output.line("  runs       " + status.runs()
                + status.newestRun().map(run -> ", the newest is " + run).orElse(""));
        status.hostKey().ifPresent(key -> output.line("  host's key " + key));
        status.rehearsalKey().ifPresent(key -> output.line("  rehearsals " + key));
        if (status.working()) {
            output.line("  a pim-migrator works on it now");
        }
        output.result("datacenter", status.datacenter().toString());
        output.result("directory", status.directory().toString());
        status.hostKey().ifPresent(key -> output.result("hostKey", key));
        status.rehearsalKey().ifPresent(key -> output.result("rehearsalKey", key));
        output.result("working", status.working());
        output.result("runs", status.runs());
        status.newestRun().ifPresent(run -> output.result("newestRun", run));
        if (status.migration().isEmpty()) {
            output.verdict("NOTHING MIGRATED yet");
            output.next(run(status.plan(), List.of()));
            return ExitCode.DONE;
        }
        print(output, status.migration().get());
        return ExitCode.DONE;
    }

    /** The run of a plan, or a word about it when nobody knows where the plan is. */
    private String run(Optional<GivenPlan> plan, List<String> more) {
        return NextCommand.run(spec, plan, more);
    }

    private void print(Output output, Status.MigrationStatus migration) {
        output.line("  migration  of plan " + migration.planId() + ", begun by run " + migration.run());
        output.line("  changes    %,d planned, %,d begun, %,d recorded as done%s"
                .formatted(
                        migration.planned(),
                        migration.begun(),
                        migration.done(),
                        migration.undone() == 0 ? "" : ", %,d as rolled back".formatted(migration.undone())));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", migration.run());
        json.put("plan", migration.planId().toString());
        json.put("planned", migration.planned());
        json.put("begun", migration.begun());
        json.put("done", migration.done());
        json.put("undone", migration.undone());
        json.put("finished", migration.finished());
        json.put("leftOut", migration.leftOut());
        migration.update().ifPresent(file -> json.put("update", file));
        migration.rollback().ifPresent(file -> json.put("rollback", file));
        migration.rolledBack().ifPresent(last -> json.put("rolledBack", last));
        migration
                .verified()
                .ifPresent(last -> json.put("verified", Map.of("run", last.run(), "differences", last.differences())));
        output.result("migration", json);
        if (migration.rolledBack().isPresent()
                && print(output, migration.rolledBack().get())) {
            return;
        }
        if (!migration.finished()) {
            output.verdict("MIGRATION NOT FINISHED: %,d of %s done; run it again, it resumes"
                    .formatted(migration.done(), Text.counted(migration.planned(), "change")));
            output.next(run(migration.plan(), List.of("--no-dry-run")));
            return;
        }
        migration.update().ifPresent(file -> output.line("  update     " + file));
        migration.rollback().ifPresent(file -> output.line("  rollback   " + file));
        Optional<LastVerification> verified = migration.verified();
        verified.ifPresent(last -> output.line("  verified   by run " + last.run() + ": "
                + (last.differences() == 0 ? "nothing differs" : Text.counted(last.differences(), "difference"))));
        output.verdict("MIGRATED: %,d of %s done%s, %s"
                .formatted(
                        migration.done(),
                        Text.counted(migration.planned(), "change"),
                        migration.leftOut() == 0 ? "" : ", " + Text.counted(migration.leftOut(), "VM") + " left out",
                        verified.map(last -> last.differences() == 0 ? "verified" : "verified with differences")
                                .orElse("not verified")));
        output.next(
                verified.filter(last -> last.differences() == 0).isPresent()
                        ? NextCommand.onController("verify", migration.plan(), "on the controller")
                        : NextCommand.other(spec, "verify"));
    }

    /** Says what was rolled back; true when that is all there is to say. */
    private boolean print(Output output, RolledBack last) {
        if (!last.finished()) {
            output.line("  a rollback was begun by run " + last.run());
            output.verdict("ROLLBACK NOT FINISHED: run it again, it resumes");
            output.next(NextCommand.other(spec, "rollback", "--no-dry-run"));
            return true;
        }
        output.line("  rolled back by run %s: %s%,d VMs%s"
                .formatted(
                        last.run(),
                        last.whole() ? "" : "only ",
                        last.vms(),
                        last.left() == 0 ? "" : ", %,d could not be".formatted(last.left())));
        if (last.whole()) {
            output.verdict("ROLLED BACK: " + Text.counted(last.vms(), "VM"));
            output.next(NextCommand.other(spec, "verify"));
        }
        return last.whole();
    }
}
