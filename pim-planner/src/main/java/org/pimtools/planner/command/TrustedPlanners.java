package org.pimtools.planner.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pimtools.common.cli.FingerprintConverter;
import org.pimtools.common.cli.ShellWord;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlannerKey;
import org.pimtools.common.signature.Signatures;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whose plans a command believes: this planner's own, and those of the planners that the operator names. */
final class TrustedPlanners {
    @Option(
            names = "--planner-key",
            order = 41,
            paramLabel = "FINGERPRINT",
            converter = FingerprintConverter.class,
            description = {
                "believe plans of the planner with this key too, as plan and show print it;",
                "may be repeated"
            })
    private List<String> named = new ArrayList<>();

    @Mixin
    private StateDirectory state = new StateDirectory();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * Refuses a plan of a planner that is neither this one nor named. Makes no key.
     *
     * @param header of a plan whose signatures were verified
     * @throws ToolException with {@link ExitCode#UNSAFE} that names the fingerprint of the unknown key
     */
    void require(Path plan, PlanLine.Header header) {
        String fingerprint = Signatures.fingerprint(header.plannerKey());
        boolean known = named.contains(fingerprint)
                || state.existingKey()
                        .map(PlannerKey::fingerprint)
                        .filter(fingerprint::equals)
                        .isPresent();
        if (!known) {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    "the plan " + plan + " was signed by an unknown planner: " + fingerprint,
                    "compare the fingerprint with what pim-planner plan showed where the plan was made; only if it is the same,"
                            + " run: " + SameCommand.with(command, List.of("--planner-key", fingerprint)));
        }
    }

    /** These options as they were given, with a blank before each, for a command that is suggested. */
    String given() {
        return (state.given == null ? "" : " --state-dir " + ShellWord.of(state.given))
                + named.stream().map(key -> " --planner-key " + key).collect(Collectors.joining());
    }

    /** Where the keys of the hosts are kept. */
    Path hosts(boolean rehearsal) {
        return state.hosts(rehearsal);
    }
}
