package org.pimtools.migrator.provider.hyperv;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.testkit.mutation.Mutations;
import org.pimtools.testkit.mutation.Mutator;

/** Whatever a host answers, instances of it are read or refused; nothing else becomes of it. */
@Tag("slow")
class WsmanMutationTest {
    private static final String[] PIECES = {
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>",
        "&e;",
        "&#0;",
        "<![CDATA[x]]>",
        "<!-- -->",
        "<p:Name>",
        "</p:Name>",
        "<n:Items/>",
        "<n:EndOfSequence/>",
        "<s:Fault>",
        "<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code></s:Fault>",
        "xsi:nil=\"true\""
    };

    @Test
    void whatAPageHolds() {
        byte[] answer = """
                <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration">
                <s:Header><n:x>y</n:x></s:Header><s:Body><n:PullResponse><n:EnumerationContext>uuid:1</n:EnumerationContext><n:Items>
                <p:Msvm_ComputerSystem xmlns:p="x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><p:Caption xsi:nil="true"/>
                <p:Name>0A1B2C3D-ABCD-4000-8000-00000000000D</p:Name><p:ElementName>&lt;b&gt; \u00e9</p:ElementName>
                <p:InstallDate><c>2026</c></p:InstallDate></p:Msvm_ComputerSystem></n:Items></n:PullResponse></s:Body></s:Envelope>
                """.getBytes(StandardCharsets.UTF_8);
        Mutator mutator = new Mutator(37, PIECES);
        new Mutations(
                        "WS-Management answer",
                        4_000,
                        mutator,
                        e -> e instanceof XMLStreamException || e instanceof WsmanFault)
                .of(answer, mutated -> {
                    WsmanAnswer page =
                            WsmanAnswer.read(new ByteArrayInputStream(mutated), Set.of("Name", "ElementName"));
                    assertTrue(page.instances().stream().allMatch(each -> each.size() <= 2), page::toString);
                });
    }
}
