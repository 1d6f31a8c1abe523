package org.pimtools.migrator.provider.google;

import java.io.ByteArrayInputStream;
import java.util.regex.Pattern;
import org.pimtools.migrator.remote.ErrorAnswer;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;
import org.pimtools.migrator.remote.Verdict;
import org.pimtools.migrator.remote.Verdict.Kind;

/**
 * What the errors of Compute Engine mean, by the reason of the first one. Source: "Troubleshooting API errors" and "Rate quotas" of
 * Compute Engine. Their texts are left out.
 */
final class ComputeErrors implements Verdict.Judge {
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int INTERNAL_ERROR = 500;
    private static final Pattern REASON = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

    private final String permission;

    /** @param permission that what is asked needs */
    ComputeErrors(String permission) {
        this.permission = permission;
    }

    @Override
    public Verdict of(ErrorAnswer answer) {
        String reason = reason(answer);
        String seen = "Google answered HTTP " + answer.status() + (reason.isEmpty() ? "" : ", " + reason);
        return switch (reason) {
            case "rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "concurrentLimitExceeded" ->
                new Verdict(Kind.BUSY, seen);
            case "accessNotConfigured", "SERVICE_DISABLED" ->
                new Verdict(Kind.FAILED, seen + ": the project has the Compute Engine API switched off");
            case "forbidden", "insufficientPermissions" ->
                new Verdict(
                        Kind.FAILED,
                        seen + ": give the service account the permission " + permission + " in the project");
            default -> new Verdict(byStatus(answer), seen + (answer.status() == NOT_FOUND ? ": no such project" : ""));
        };
    }

    private static Kind byStatus(ErrorAnswer answer) {
        return switch (answer.status()) {
            case UNAUTHORIZED -> Kind.UNAUTHORIZED;
            case REQUEST_TIMEOUT, INTERNAL_ERROR -> Kind.BROKEN;
            default -> {
                Kind usual = Verdict.byStatus(answer).kind();
                // the token was taken, or it would be 401
                yield usual == Kind.LOGIN_REFUSED ? Kind.FAILED : usual;
            }
        };
    }

    /** The first error's reason; empty when the answer is none of Google. */
    private static String reason(ErrorAnswer answer) {
        String[] reason = {""};
        try {
            JsonAnswer json = new JsonAnswer(new ByteArrayInputStream(answer.start()));
            json.object(member -> {
                if (member.equals("error") && json.atObject()) {
                    json.object(part -> {
                        if (part.equals("errors")) {
                            json.array(() -> json.object(name -> {
                                if (name.equals("reason") && reason[0].isEmpty()) {
                                    reason[0] = json.text();
                                }
                            }));
                        }
                    });
                }
            });
        } catch (InvalidJson e) {
            return "";
        }
        return REASON.matcher(reason[0]).matches() ? reason[0] : "";
    }
}
