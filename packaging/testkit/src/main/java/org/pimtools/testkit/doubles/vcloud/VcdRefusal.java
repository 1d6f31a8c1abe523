package org.pimtools.testkit.doubles.vcloud;

import java.util.Map;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.server.Xml;

/** An error as vCloud answers it. Source: the vendor's schema reference, {@code ErrorType}. */
public final class VcdRefusal extends Exception {
    private final transient HttpExchange.Reply reply;

    VcdRefusal(int status, String code) {
        super(code, null, false, false);
        reply = reply(status, code);
    }

    HttpExchange.Reply reply() {
        return reply;
    }

    /** The answer of a status and a {@code minorErrorCode}, with a text that repeats what nobody should show. */
    public static HttpExchange.Reply reply(int status, String code) {
        HttpExchange.Reply error = HttpExchange.Reply.xml(
                status,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error xmlns=\"http://www.vmware.com/vcloud/v1.5\""
                        + " minorErrorCode=\"" + Xml.escape(code) + "\" message=\"[ a request ] of a secret token\""
                        + " majorErrorCode=\"" + status + "\"/>");
        return new HttpExchange.Reply(
                status, Map.of("Content-Type", "application/vnd.vmware.vcloud.error+xml"), error.body());
    }
}
