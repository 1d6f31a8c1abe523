package org.pimtools.migrator.provider.amazon;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.migrator.remote.XmlAnswer;
import org.pimtools.testkit.mutation.Mutations;
import org.pimtools.testkit.mutation.Mutator;

/** Whatever EC2 answers, a page of it is read or refused; nothing else becomes of it. */
@Tag("slow")
class Ec2MutationTest {
    private static final int ANSWERS = 4_000;
    private static final String[] PIECES = {
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>",
        "&e;",
        "&#0;",
        "&#10;",
        "<![CDATA[x]]>",
        "<!-- -->",
        "<?x?>",
        "<item>",
        "</item>",
        "<item/>",
        "<nextToken>again</nextToken>",
        "<instanceId>i-1</instanceId>",
        "<instanceState><name>terminated</name></instanceState>",
        "<macAddress>",
        "<reservationSet/>",
        "xmlns=\"x\""
    };

    @Test
    void whatAPageHolds() {
        byte[] answer = """
                <?xml version="1.0" encoding="UTF-8"?>
                <DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>1</requestId>
                <reservationSet><item><reservationId>r-1</reservationId><instancesSet>
                <item><instanceId>i-00ab90b5e33820836</instanceId><instanceState><code>16</code><name>running</name></instanceState>
                <tagSet><item><key>owner</key><value>o</value></item><item><key>Name</key><value>&lt;b&gt; \u00e9</value></item></tagSet>
                <networkInterfaceSet><item><macAddress>0a:00:00:00:00:01</macAddress></item></networkInterfaceSet></item>
                <item><instanceId>i-00ab90b5</instanceId><instanceState><code>48</code><name>terminated</name></instanceState></item>
                </instancesSet></item></reservationSet><nextToken>page-2</nextToken></DescribeInstancesResponse>
                """.getBytes(StandardCharsets.UTF_8);
        Mutator mutator = new Mutator(31, PIECES);
        new Mutations("EC2 answer", ANSWERS, mutator, e -> e instanceof XMLStreamException).of(answer, spoilt -> {
            XmlAnswer xml = new XmlAnswer(new ByteArrayInputStream(spoilt));
            Page<Instance> page = xml.child() ? Instance.page(xml, "Name") : new Page<>(List.of(), 0, Optional.empty());
            assertTrue(page.items().size() <= page.listed(), page::toString);
            for (Instance instance : page.items()) {
                assertTrue(instance.id().matches("i-[0-9a-z]{1,40}"), instance::toString);
                assertNotNull(instance.name());
            }
        });
    }
}
