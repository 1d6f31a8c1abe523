package org.pimtools.migrator.migrate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.state.RefusedLogins;
import org.pimtools.migrator.state.StateDirectory;

/** Keeps a run from trying a login again that was refused before: most accounts are locked after a few attempts. */
public final class LoginAttempts {
    private final RefusedLogins refused;
    private final Predicate<String> again;
    private final Map<String, Boolean> answers = new HashMap<>();

    /** @param again asked, with a question for a person, whether a refused login may be tried once more */
    public LoginAttempts(StateDirectory state, Predicate<String> again) {
        this.refused = RefusedLogins.of(state);
        this.again = again;
    }

    /** Of a run that never repeats one. */
    public static LoginAttempts unrepeated(StateDirectory state) {
        return new LoginAttempts(state, question -> false);
    }

    /** What is reported of an endpoint in place of asking it, when its login was refused before and is not to be tried again. */
    public Optional<EndpointInventory> withheld(PlanLine.Endpoint endpoint, Optional<EndpointSecret> login) {
        Optional<Instant> at = login.flatMap(refused::refusedAt);
        if (at.isEmpty()) {
            return Optional.empty();
        }
        String seen = "the login was refused at " + at.get().truncatedTo(ChronoUnit.SECONDS)
                + ", and the password is still the same";
        String account = "%s:%d as %s".formatted(endpoint.address(), endpoint.port(), endpoint.accountText());
        if (answers.computeIfAbsent(account, any -> again.test(account + ": " + seen))) {
            return Optional.empty();
        }
        return Optional.of(new EndpointInventory.Failed(
                endpoint.no(),
                new Finding(
                        FindingCode.LOGIN_REFUSED,
                        "endpoint:" + endpoint.no(),
                        "not tried again: " + seen + "; --retry-logins tries it once more"),
                0));
    }

    /** Remembers or forgets, by what became of asking an endpoint. */
    public void learn(Optional<EndpointSecret> login, EndpointInventory inventory) {
        if (login.isEmpty()) {
            return;
        }
        if (inventory instanceof EndpointInventory.Read) {
            refused.forget(login.get());
        } else if (inventory instanceof EndpointInventory.Failed failed
                && failed.finding().code() == FindingCode.LOGIN_REFUSED
                && failed.calls() > 0) {
            refused.remember(login.get(), Instant.now());
        }
    }
}
