package org.pimtools.migrator.provider.vcloud;

import java.io.ByteArrayInputStream;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.pimtools.migrator.remote.ErrorAnswer;
import org.pimtools.migrator.remote.Verdict;
import org.pimtools.migrator.remote.Verdict.Kind;
import org.pimtools.migrator.remote.XmlAnswer;

/**
 * What vCloud's errors mean. They are shown by their status and their code only, since a text may repeat what was sent. Source:
 * the vendor's schema reference, {@code ErrorType}.
 */
final class VcloudErrors implements Verdict.Judge {
    private static final int INTERNAL = 500;
    private static final int NOT_ACCEPTABLE = 406;
    private static final int FORBIDDEN = 403;
    private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

    @Override
    public Verdict of(ErrorAnswer answer) {
        String seen = "vCloud answered HTTP " + answer.status()
                + code(answer).map(code -> " " + code).orElse("");
        return switch (answer.status()) {
            case INTERNAL -> new Verdict(Kind.BROKEN, seen);
            case FORBIDDEN ->
                new Verdict(Kind.FAILED, seen + ": give the account a role that has the rights to view vApps and VMs");
            case NOT_ACCEPTABLE -> new Verdict(Kind.FAILED, seen + ": the API version is not accepted any more");
            default -> new Verdict(Verdict.byStatus(answer).kind(), seen);
        };
    }

    private static Optional<String> code(ErrorAnswer answer) {
        try {
            XmlAnswer xml = new XmlAnswer(new ByteArrayInputStream(answer.start()));
            return xml.child() && xml.name().equals("Error")
                    ? xml.attribute(null, "minorErrorCode")
                            .filter(code -> CODE.matcher(code).matches())
                    : Optional.empty();
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }
}
