package org.pimtools.migrator.provider.vcloud;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.remote.XmlAnswer;
import org.pimtools.testkit.mutation.Mutations;
import org.pimtools.testkit.mutation.Mutator;

/** Whatever vCloud answers, a page of it is read or refused; nothing else becomes of it. */
@Tag("slow")
class VcloudMutationTest {
    private static final String[] PIECES = {
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>",
        "&e;",
        "&#0;",
        "&#10;",
        "<![CDATA[x]]>",
        "<!-- -->",
        "<VMRecord/>",
        "</VMRecord>",
        "<Metadata>",
        "<Value>",
        "isVAppTemplate=\"true\"",
        "total=\"-1\"",
        "page=\"99999999999\"",
        "id=\"urn:vcloud:vm:x\""
    };

    @Test
    void whatAPageHolds() {
        byte[] answer = """
                <?xml version="1.0" encoding="UTF-8"?>
                <QueryResultRecords xmlns="http://www.vmware.com/vcloud/v1.5" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                 total="3" pageSize="128" page="1" name="vm"><Link rel="nextPage" href="https://h/api/query?page=2"/>
                <VMRecord id="urn:vcloud:vm:b4f82701-e0d1-488b-9ea3-ba078115a4e0" name="&lt;b&gt; \u00e9" isVAppTemplate="false">
                <Metadata><MetadataEntry><Key>k</Key><TypedValue xsi:type="MetadataStringValue"><Value>v</Value></TypedValue>
                </MetadataEntry></Metadata></VMRecord>
                <VMRecord id="urn:vcloud:vm:b4f82701-e0d1-488b-9ea3-ba078115a4e1" name="t" isVAppTemplate="true"/>
                </QueryResultRecords>
                """.getBytes(StandardCharsets.UTF_8);
        Mutator mutator = new Mutator(33, PIECES);
        new Mutations("vCloud answer", 4_000, mutator, e -> e instanceof XMLStreamException).of(answer, mutated -> {
            VmPage page = VmPage.read(new XmlAnswer(new ByteArrayInputStream(mutated)), Optional.of("k"));
            assertTrue(page.vms().size() <= page.listed() && page.total() >= 0, page::toString);
            for (InventoryVm vm : page.vms()) {
                assertTrue(vm.providerId().value().startsWith("urn:vcloud:vm:"), vm::toString);
            }
        });
    }
}
