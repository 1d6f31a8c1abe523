package org.pimtools.migrator.provider.oci;

import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pimtools.migrator.remote.ClockDifference;
import org.pimtools.migrator.remote.ErrorAnswer;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;
import org.pimtools.migrator.remote.Verdict;
import org.pimtools.migrator.remote.Verdict.Kind;

/**
 * What OCI's errors mean. They are shown by their status and their code only, since a text may repeat what was signed. Source:
 * Oracle's documentation, "API Errors".
 */
final class OciErrors implements Verdict.Judge {
    /** How far the clocks may be apart at OCI. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final int INTERNAL = 500;
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int UNAUTHORIZED = 401;
    private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9_.]{0,63}");

    private final Clock clock;

    private final String right;

    /**
     * @param clock that the requests are signed by
     * @param right that what is asked needs, as a policy has it, such as {@code read instances}
     */
    OciErrors(Clock clock, String right) {
        this.clock = clock;
        this.right = right;
    }

    @Override
    public Verdict of(ErrorAnswer answer) {
        String seen = "OCI answered HTTP " + answer.status()
                + code(answer).map(code -> " " + code).orElse("");
        return switch (answer.status()) {
            case INTERNAL -> new Verdict(Kind.BROKEN, seen);
            case UNAUTHORIZED ->
                ClockDifference.in(answer, clock, TOLERANCE, "OCI")
                        .map(difference -> new Verdict(Kind.FAILED, seen + ": " + difference))
                        .orElse(new Verdict(
                                Kind.LOGIN_REFUSED,
                                seen + ": check tenancy, user and fingerprint, and whether the key is the user's"));
            case FORBIDDEN, NOT_FOUND ->
                new Verdict(Kind.FAILED, seen + ": allow the user's group to " + right + " in the tenancy");
            default -> new Verdict(Verdict.byStatus(answer).kind(), seen);
        };
    }

    private static Optional<String> code(ErrorAnswer answer) {
        String[] code = {""};
        try {
            JsonAnswer json = new JsonAnswer(new ByteArrayInputStream(answer.start()));
            json.object(name -> {
                if (name.equals("code")) {
                    code[0] = json.text();
                }
            });
        } catch (InvalidJson e) {
            return Optional.empty();
        }
        return Optional.of(code[0]).filter(text -> CODE.matcher(text).matches());
    }
}
