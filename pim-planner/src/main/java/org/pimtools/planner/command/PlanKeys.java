package org.pimtools.planner.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.secret.Identity;
import org.pimtools.planner.recipients.Recipients;
import org.pimtools.planner.recipients.RecipientsFile;

/** Who opens a plan's sealed parts: whoever has the identity that is made for the plan, or each host with its own. */
final class PlanKeys {
    private final Recipients recipients;
    private final Identity identity;
    private final IdentityFile file;

    private PlanKeys(Recipients recipients, Identity identity, IdentityFile file) {
        this.recipients = recipients;
        this.identity = identity;
        this.file = file;
    }

    /** @throws ToolException when the recipients file is not valid, or the identity cannot lie where it would */
    static PlanKeys of(Path plan, Path recipientsFile, Path identityOut, StateDirectory state) throws IOException {
        if (recipientsFile == null) {
            Identity identity = Identity.generate();
            return new PlanKeys(
                    Recipients.everywhere(identity.recipient()),
                    identity,
                    IdentityFile.beside(plan, identityOut, state));
        }
        if (identityOut != null) {
            throw new ToolException(
                    ExitCode.USAGE,
                    "--identity-out is given with --recipients, with which no identity is made",
                    "give one of them");
        }
        return new PlanKeys(RecipientsFile.read(recipientsFile), null, null);
    }

    Recipients recipients() {
        return recipients;
    }

    /** Where the plan's identity lies; empty when every host has its own. */
    Optional<Path> identity() {
        return Optional.ofNullable(file).map(IdentityFile::path);
    }

    void write() throws IOException {
        if (file != null) {
            file.write(identity);
        }
    }

    /** Deletes the identity again when there is no plan for it. */
    void delete() throws IOException {
        if (file != null) {
            file.delete();
        }
    }
}
