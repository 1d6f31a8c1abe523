package org.pimtools.migrator.provider.azure;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.pimtools.migrator.remote.ErrorAnswer;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;
import org.pimtools.migrator.remote.Verdict;
import org.pimtools.migrator.remote.Verdict.Kind;

/**
 * What the errors of the service that issues tokens mean. Source: "Microsoft Entra authentication and authorization error codes". Their
 * texts are left out.
 */
final class LoginErrors implements Verdict.Judge {
    private static final int INTERNAL_ERROR = 500;
    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,64}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");

    private record Told(String error, List<String> numbers) {}

    @Override
    public Verdict of(ErrorAnswer answer) {
        Told told = told(answer);
        String seen = "the authority answered HTTP " + answer.status()
                + (told.error.isEmpty() ? "" : ", " + told.error)
                + (told.numbers.isEmpty() ? "" : " (AADSTS" + told.numbers.get(0) + ")");
        return switch (told.error) {
            case "invalid_client",
                    "unauthorized_client",
                    "access_denied",
                    "invalid_grant",
                    "invalid_request",
                    "invalid_scope",
                    "invalid_resource" -> new Verdict(Kind.LOGIN_REFUSED, seen + meaning(told));
            case "temporarily_unavailable", "server_busy" -> new Verdict(Kind.BUSY, seen);
            default ->
                new Verdict(
                        answer.status() == INTERNAL_ERROR
                                ? Kind.BROKEN
                                : Verdict.byStatus(answer).kind(),
                        seen);
        };
    }

    private static String meaning(Told told) {
        return switch (told.numbers.isEmpty() ? "" : told.numbers.get(0)) {
            case "7000215" ->
                ": client-secret is not a secret of the application; it takes the secret's value, not its ID";
            case "7000222" -> ": the client secret has expired; plan again with a new one";
            case "700016" -> ": the tenant has no application with this client-id";
            case "90002" -> ": the authority knows no such tenant";
            case "500011", "70011" ->
                ": the authority does not know the endpoint's address as a resource; is it the one of this cloud?";
            default -> "";
        };
    }

    private static Told told(ErrorAnswer answer) {
        String[] error = {""};
        List<String> numbers = new ArrayList<>();
        try {
            JsonAnswer json = new JsonAnswer(new ByteArrayInputStream(answer.start()));
            json.object(member -> {
                if (member.equals("error") && !json.atObject()) {
                    error[0] = json.text();
                } else if (member.equals("error_codes")) {
                    json.array(() -> numbers.add(json.text()));
                }
            });
        } catch (InvalidJson e) {
            return new Told("", List.of());
        }
        numbers.removeIf(number -> !NUMBER.matcher(number).matches());
        return new Told(ERROR.matcher(error[0]).matches() ? error[0] : "", numbers);
    }
}
