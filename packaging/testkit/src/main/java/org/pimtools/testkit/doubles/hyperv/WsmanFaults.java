package org.pimtools.testkit.doubles.hyperv;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.pimtools.testkit.doubles.HttpExchange;

/** Faults as WS-Management answers them. Sources: DMTF DSP0226, clause 14; [MS-WSMV], {@code WSManFault}. */
public final class WsmanFaults {
    private WsmanFaults() {}

    /** @param subcode with its prefix: {@code w} of WS-Management, {@code n} of WS-Enumeration */
    public static HttpExchange.Reply reply(String subcode, long number) {
        String xml = "<s:Envelope xml:lang=\"de-DE\" xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
                + " xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\""
                + " xmlns:n=\"http://schemas.xmlsoap.org/ws/2004/09/enumeration\"><s:Body><s:Fault><s:Code>"
                + "<s:Value>s:Receiver</s:Value><s:Subcode><s:Value>" + subcode + "</s:Value></s:Subcode></s:Code>"
                + "<s:Reason><s:Text xml:lang=\"de-DE\">Ein Text mit einem secret, der nichts sagt</s:Text></s:Reason>"
                + "<s:Detail><f:WSManFault xmlns:f=\"http://schemas.microsoft.com/wbem/wsman/1/wsmanfault\" Code=\""
                + number + "\" Machine=\"host\"><f:Message>Ein Text</f:Message></f:WSManFault></s:Detail></s:Fault>"
                + "</s:Body></s:Envelope>";
        return soap(500, xml);
    }

    static HttpExchange.Reply soap(int status, String xml) {
        return new HttpExchange.Reply(
                status,
                Map.of("Content-Type", "application/soap+xml;charset=UTF-8"),
                xml.getBytes(StandardCharsets.UTF_8));
    }
}
