package org.pimtools.migrator.provider.azure;

import java.io.ByteArrayInputStream;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pimtools.migrator.remote.ErrorAnswer;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;
import org.pimtools.migrator.remote.Verdict;
import org.pimtools.migrator.remote.Verdict.Kind;

/**
 * What the errors of Azure Resource Manager mean, by their codes. Sources: "Troubleshoot common Azure deployment errors" and
 * "Understand how Azure Resource Manager throttles requests". Their texts are left out.
 */
final class ArmErrors implements Verdict.Judge {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int INTERNAL_ERROR = 500;
    private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");

    private final String right;

    /** @param right that what is asked needs */
    ArmErrors(String right) {
        this.right = right;
    }

    @Override
    public Verdict of(ErrorAnswer answer) {
        Optional<String> code = code(answer);
        String seen = code.map(text -> "Azure answered " + text + " with HTTP " + answer.status())
                .orElse("Azure answered HTTP " + answer.status());
        return switch (code.orElse("")) {
            case "AuthorizationFailed", "LinkedAuthorizationFailed" ->
                new Verdict(Kind.FAILED, seen + ": give the application the right " + right + " in the subscription");
            case "SubscriptionNotFound", "InvalidSubscriptionId" ->
                new Verdict(
                        Kind.FAILED, seen + ": the subscription does not exist, or the application has no role in it");
            case "InvalidAuthenticationTokenTenant" ->
                new Verdict(Kind.FAILED, seen + ": the subscription belongs to another tenant");
            case "SubscriptionRequestsThrottled", "TooManyRequests", "ServerBusy" -> new Verdict(Kind.BUSY, seen);
            default -> new Verdict(byStatus(answer), seen);
        };
    }

    private static Kind byStatus(ErrorAnswer answer) {
        return switch (answer.status()) {
            case REQUEST_TIMEOUT, INTERNAL_ERROR -> Kind.BROKEN;
            default -> {
                Kind usual = Verdict.byStatus(answer).kind();
                // the token was taken, or it would be 401
                yield usual == Kind.LOGIN_REFUSED ? Kind.FAILED : usual;
            }
        };
    }

    /** The error's code; empty when the answer is none of Azure. */
    private static Optional<String> code(ErrorAnswer answer) {
        String[] code = {""};
        try {
            JsonAnswer json = new JsonAnswer(new ByteArrayInputStream(answer.start()));
            json.object(member -> {
                if (member.equals("error") && json.atObject()) {
                    json.object(part -> code[0] = part.equals("code") ? json.text() : code[0]);
                }
            });
        } catch (InvalidJson e) {
            return Optional.empty();
        }
        return Optional.of(code[0]).filter(text -> CODE.matcher(text).matches());
    }
}
