package org.pimtools.migrator.provider.google;

import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Pattern;
import org.pimtools.migrator.remote.ClockDifference;
import org.pimtools.migrator.remote.ErrorAnswer;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;
import org.pimtools.migrator.remote.Verdict;
import org.pimtools.migrator.remote.Verdict.Kind;

/**
 * What the errors of the service that issues tokens mean. Source: "Using OAuth 2.0 for Server to Server Applications", the table of
 * error codes. Their texts are left out.
 */
final class LoginErrors implements Verdict.Judge {
    /** An assertion holds for an hour, but one from the future is not taken. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final int INTERNAL_ERROR = 500;
    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,64}");

    private final Clock clock;

    LoginErrors(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Verdict of(ErrorAnswer answer) {
        String error = error(answer);
        String seen = "the token service answered HTTP " + answer.status() + (error.isEmpty() ? "" : ", " + error);
        return switch (error) {
            case "invalid_grant" ->
                ClockDifference.in(answer, clock, TOLERANCE, "the token service")
                        .map(difference -> new Verdict(Kind.FAILED, seen + ": " + difference))
                        .orElse(new Verdict(
                                Kind.LOGIN_REFUSED,
                                seen + ": the key of key-file was deleted, or its service account is not there"
                                        + " or disabled"));
            case "invalid_client", "unauthorized_client", "access_denied", "invalid_scope", "admin_policy_enforced" ->
                new Verdict(Kind.LOGIN_REFUSED, seen);
            default ->
                new Verdict(
                        answer.status() == INTERNAL_ERROR
                                ? Kind.BROKEN
                                : Verdict.byStatus(answer).kind(),
                        seen);
        };
    }

    private static String error(ErrorAnswer answer) {
        String[] error = {""};
        try {
            JsonAnswer json = new JsonAnswer(new ByteArrayInputStream(answer.start()));
            json.object(member -> {
                if (member.equals("error") && !json.atObject()) {
                    error[0] = json.text();
                }
            });
        } catch (InvalidJson e) {
            return "";
        }
        return ERROR.matcher(error[0]).matches() ? error[0] : "";
    }
}
