package org.pimtools.migrator.provider.hyperv;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.XmlAnswer;

/**
 * What WS-Management answers instead of instances: the codes only, since its text may be in any language and repeat what was
 * sent. Sources: DMTF DSP0226, clause 14; [MS-WSMV] 2.2.4.43 for {@code WSManFault}.
 */
final class WsmanFault extends Exception {
    private static final Pattern CODE = Pattern.compile("[A-Za-z]{1,64}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");

    /** After these the same list can be asked for from its beginning. */
    private static final Set<String> MAY_PASS =
            Set.of("InvalidEnumerationContext", "TimedOut", "InternalError", "Concurrency", "QuotaLimit");

    private final String code;
    private final Optional<String> number;

    private WsmanFault(String code, Optional<String> number) {
        super(code, null, false, false);
        this.code = code;
        this.number = number;
    }

    /** Reads the fault that was just entered. */
    static WsmanFault read(XmlAnswer answer) throws XMLStreamException {
        String code = "";
        Optional<String> number = Optional.empty();
        while (answer.child()) {
            switch (answer.name()) {
                case "Code" -> code = code(answer);
                case "Detail" -> {
                    while (answer.child()) {
                        if (answer.name().equals("WSManFault")) {
                            number = answer.attribute(null, "Code")
                                    .filter(text -> NUMBER.matcher(text).matches());
                        }
                        answer.skip();
                    }
                }
                default -> answer.skip();
            }
        }
        return new WsmanFault(code, number);
    }

    /** The innermost code, without its namespace. */
    private static String code(XmlAnswer answer) throws XMLStreamException {
        String code = "";
        while (answer.child()) {
            switch (answer.name()) {
                case "Value" -> {
                    String text = answer.text().strip();
                    String local = text.substring(text.indexOf(':') + 1);
                    code = CODE.matcher(local).matches() ? local : "";
                }
                case "Subcode" -> code = code(answer);
                default -> answer.skip();
            }
        }
        return code;
    }

    /** What that means for the enumeration. */
    RemoteException fault() {
        String seen = "WS-Management answered " + (code.isEmpty() ? "a fault" : code)
                + number.map(text -> " (" + text + ")").orElse("");
        String hint =
                switch (code) {
                    case "AccessDenied" ->
                        ": make the account a member of the host's groups Hyper-V Administrators and Remote Management"
                                + " Users";
                    case "DestinationUnreachable", "InvalidResourceURI" ->
                        ": the host has no root/virtualization/v2, so it is no Hyper-V host of Windows Server 2012 or newer";
                    case "EncodingLimit" -> ": one instance is larger than the host's MaxEnvelopeSizekb";
                    default -> "";
                };
        return new RemoteException(RemoteException.Reason.FAILED, seen + hint, MAY_PASS.contains(code), this);
    }
}
