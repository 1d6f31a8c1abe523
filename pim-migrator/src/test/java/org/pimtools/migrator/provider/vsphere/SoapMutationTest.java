package org.pimtools.migrator.provider.vsphere;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.migrator.provider.Endpoints.target;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.provider.Endpoints;
import org.pimtools.migrator.provider.InventoryReader;
import org.pimtools.migrator.remote.Limits;
import org.pimtools.testkit.doubles.SoapProxy;
import org.pimtools.testkit.mutation.Mutations;
import org.pimtools.testkit.mutation.Mutator;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.VcSim;
import org.pimtools.testkit.server.VsphereInventory;
import org.pimtools.testkit.server.VsphereVm;

/** Whatever a server answers, its inventory is read or is a finding of the endpoint; nothing else becomes of it. */
@Tag("slow")
class SoapMutationTest {
    private static final int INVENTORIES = 50;
    private static final int ANSWERS = 4_000;
    private static final String UUID = "eb75c6bf-3059-47e2-a99b-72834909d3eb";
    private static final Limits IMPATIENT = new Limits(
            Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMinutes(1), 0, 0, Duration.ofMillis(1));
    private static final String[] PIECES = {
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>",
        "&e;",
        "&#0;",
        "&#9;",
        "&#10;",
        "&amp;",
        "<![CDATA[x]]>",
        "<!-- -->",
        "<?x?>",
        "<soapenv:Fault><faultstring>no</faultstring></soapenv:Fault>",
        "<token>1</token>",
        "<objects>",
        "</objects>",
        "<objects><obj type=\"VirtualMachine\">vm-1</obj></objects>",
        "<returnval/>",
        "xmlns=\"x\"",
        "xsi:type=\"",
        "vm-",
        "%2f"
    };

    @Test
    void whatAServerAnswers() throws Exception {
        List<VsphereVm> vms = List.of(
                VsphereVm.of(1, "twin"), VsphereVm.of(2, "twin"), VsphereVm.of(3, "a/b"), VsphereVm.of(4, "x<&>"));
        try (VcSim server = VcSim.start(
                        VcSim.Options.of(VsphereInventory.vCenter(UUID, vms)).withoutTls());
                SoapProxy proxy = SoapProxy.start(server.url(), Certificates.valid(Certificates.KeyKind.EC))) {
            InventoryReader.Target plain = target(
                    new PlanLine.Endpoint(
                            1,
                            ProviderKind.VCENTER_CLUSTER,
                            "127.0.0.1",
                            proxy.port(),
                            proxy.fingerprint(),
                            new TreeMap<>(Map.of("rate", "9999"))),
                    server.user(),
                    server.password());
            InventoryReader.Target target = new InventoryReader.Target(
                    plain.endpoint(), plain.secret(), 10, inventory -> new HashSet<>(inventory.withName("twin")));
            Endpoints.assertRead(4, Endpoints.read(IMPATIENT, target));
            Mutator mutator = new Mutator(12, PIECES);
            proxy.changeAnswers(answer -> changed(mutator, answer));
            new Mutations("SOAP answers of a server", INVENTORIES, mutator, e -> false).run(() -> {
                EndpointInventory inventory = Endpoints.read(IMPATIENT, target);
                if (inventory instanceof EndpointInventory.Failed failed) {
                    assertTrue(
                            Set.of(FindingCode.ENDPOINT_FAILED, FindingCode.LOGIN_REFUSED)
                                    .contains(failed.finding().code()),
                            failed::toString);
                    return false;
                }
                return true;
            });
        }
    }

    @Test
    void whatAServerSaysAboutItself() {
        byte[] answer = """
                <Envelope><Body><RetrieveServiceContentResponse><returnval><rootFolder type="Folder">group-d1</rootFolder>
                <propertyCollector>propertyCollector</propertyCollector><viewManager>ViewManager</viewManager>
                <about><name>vCenter</name><instanceUuid>%s</instanceUuid></about>
                <sessionManager>SessionManager</sessionManager></returnval></RetrieveServiceContentResponse></Body></Envelope>
                """.formatted(UUID).getBytes(StandardCharsets.UTF_8);
        Mutator mutator = new Mutator(14, PIECES);
        new Mutations("SOAP service content", ANSWERS, mutator, SoapMutationTest::isRefusal).of(answer, spoilt -> {
            ServiceContent content = ServiceContent.read(SoapReader.open(new ByteArrayInputStream(spoilt)));
            assertDoesNotThrow(() -> new ProviderId(content.instanceUuid() + "#vm-1"));
        });
    }

    private static boolean isRefusal(Exception e) {
        return e instanceof XMLStreamException || e instanceof SoapFault;
    }

    /** One answer in three. */
    private static synchronized byte[] changed(Mutator mutator, byte[] answer) {
        return mutator.below(3) == 0 ? mutator.of(answer) : answer;
    }

    @Test
    void whatAnAnswerHolds() {
        byte[] answer = """
                <?xml version="1.0" encoding="UTF-8"?>
                <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
                <soapenv:Body><RetrievePropertiesExResponse xmlns="urn:vim25"><returnval>
                <token>page-2</token>
                <objects><obj type="VirtualMachine">vm-7</obj><propSet><name>name</name><val xsi:type="xsd:string">a%2fb</val></propSet></objects>
                <objects><obj type="VirtualMachine">vm-8</obj><missingSet><path>name</path></missingSet></objects>
                <objects><obj type="VirtualMachine">vm-9</obj><propSet><name>name</name><val>&lt;b&gt; \u00e9</val></propSet></objects>
                </returnval></RetrievePropertiesExResponse></soapenv:Body></soapenv:Envelope>
                """.getBytes(StandardCharsets.UTF_8);
        Mutator mutator = new Mutator(13, PIECES);
        new Mutations("SOAP answer", ANSWERS, mutator, SoapMutationTest::isRefusal).of(answer, spoilt -> {
            for (InventoryVm vm : PropertyPage.read(SoapReader.open(new ByteArrayInputStream(spoilt)), UUID)
                    .vms()) {
                assertTrue(vm.providerId().value().matches(UUID + "#[A-Za-z0-9_.:-]{1,128}"), vm::toString);
            }
            PropertyObject.read(SoapReader.open(new ByteArrayInputStream(spoilt)));
        });
    }
}
