package org.pimtools.migrator.provider.amazon;

import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.pimtools.migrator.remote.ClockDifference;
import org.pimtools.migrator.remote.ErrorAnswer;
import org.pimtools.migrator.remote.Verdict;
import org.pimtools.migrator.remote.Verdict.Kind;
import org.pimtools.migrator.remote.XmlAnswer;

/**
 * What the errors of Amazon's services mean, by their codes. Sources: the API reference of EC2, "Error codes", and the "Common
 * errors" of Elastic Load Balancing, which has one error where EC2 has a list. Their texts are left out: one may repeat what was
 * signed.
 */
final class AmazonErrors implements Verdict.Judge {
    /** How far the clocks may be apart at Amazon. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9.]{0,63}");

    private final String service;
    private final String rights;
    private final boolean temporary;
    private final Clock clock;

    /**
     * @param service for people, for instance {@code EC2}
     * @param rights what the account has to be allowed
     * @param temporary whether the credentials are good for a time only
     * @param clock that the requests are signed by
     */
    AmazonErrors(String service, String rights, boolean temporary, Clock clock) {
        this.service = service;
        this.rights = rights;
        this.temporary = temporary;
        this.clock = clock;
    }

    @Override
    public Verdict of(ErrorAnswer answer) {
        Optional<String> code = code(answer);
        if (code.isEmpty()) {
            return Verdict.byStatus(answer);
        }
        String seen = service + " answered " + code.get();
        return switch (code.get()) {
            case "RequestLimitExceeded",
                    "Throttling",
                    "ThrottlingException",
                    "RequestThrottled",
                    "Unavailable",
                    "ServiceUnavailable" -> new Verdict(Kind.BUSY, seen);
            case "InternalError", "InternalFailure" -> new Verdict(Kind.BROKEN, seen);
            case "AuthFailure",
                    "SignatureDoesNotMatch",
                    "InvalidClientTokenId",
                    "MissingAuthenticationToken",
                    "IncompleteSignature",
                    "OptInRequired" -> wrongClock(answer, seen).orElse(new Verdict(Kind.LOGIN_REFUSED, seen));
            case "RequestExpired", "RequestTimeTooSkewed", "ExpiredToken", "ExpiredTokenException" ->
                wrongClock(answer, seen)
                        .orElse(
                                temporary
                                        ? new Verdict(
                                                Kind.LOGIN_REFUSED,
                                                seen + ": the session token's time is over; plan again with new"
                                                        + " temporary credentials")
                                        : new Verdict(Kind.FAILED, seen));
            case "UnauthorizedOperation", "AccessDenied", "AccessDeniedException" ->
                new Verdict(Kind.FAILED, seen + ": allow " + rights + " in this region");
            default -> byStatus(answer, seen);
        };
    }

    private static Verdict byStatus(ErrorAnswer answer, String seen) {
        return new Verdict(Verdict.byStatus(answer).kind(), seen + " with HTTP " + answer.status());
    }

    private Optional<Verdict> wrongClock(ErrorAnswer answer, String seen) {
        return ClockDifference.in(answer, clock, TOLERANCE, service)
                .map(difference -> new Verdict(Kind.FAILED, seen + ": " + difference));
    }

    /** The first error's code; empty when the answer is none of Amazon's. */
    private static Optional<String> code(ErrorAnswer answer) {
        try {
            XmlAnswer xml = new XmlAnswer(new ByteArrayInputStream(answer.start()));
            if (!xml.child()) {
                return Optional.empty();
            }
            // EC2: Response, Errors, Error; Elastic Load Balancing: ErrorResponse, Error
            if (xml.name().equals("Response")) {
                enter(xml, "Errors");
            }
            enter(xml, "Error");
            enter(xml, "Code");
            return Optional.of(xml.text()).filter(code -> CODE.matcher(code).matches());
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }

    private static void enter(XmlAnswer xml, String name) throws XMLStreamException {
        while (xml.child()) {
            if (xml.name().equals(name)) {
                return;
            }
            xml.skip();
        }
        throw new XMLStreamException("no " + name);
    }
}
