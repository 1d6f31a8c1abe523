package org.pimtools.migrator.provider.vsphere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;

class PropertyPageTest {
    private static final String UUID = "eb75c6bf-3059-47e2-a99b-72834909d3eb";

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "a%2fb, a/b",
        "a%5Cb, a\\b",
        "100%25, 100%",
        "a%252fb, a%2fb",
        "%, %",
        "50%2, 50%2",
        "a%20b, a%20b",
        "%2F%2f%25, //%"
    })
    void namesAreDecodedOnce(String written, String meant) {
        assertEquals(meant, PropertyPage.decoded(written));
    }

    @Test
    void aVmWithoutNameIsKeptByItsId() throws Exception {
        PropertyPage page = page("<objects><obj type=\"VirtualMachine\">vm-7</obj><missingSet><path>name</path>"
                + "<fault><localizedMessage>gone</localizedMessage></fault></missingSet></objects>");
        assertEquals(List.of(new InventoryVm(new ProviderId(UUID + "#vm-7"), "")), page.vms());
    }

    @Test
    void aVmIsListedByItsWrittenAndItsMeantName() throws Exception {
        ProviderId id = new ProviderId(UUID + "#vm-7");
        assertEquals(
                List.of(new InventoryVm(id, "a%2fb"), new InventoryVm(id, "a/b")),
                page("<objects><obj>vm-7</obj><propSet><name>name</name><val>a%2fb</val></propSet></objects>")
                        .vms());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vm 1", "vm&#10;1", "vm#1", "vm-1<x/>"})
    void aMoRefThatIsNoneEndsTheReading(String moRef) {
        assertThrows(XMLStreamException.class, () -> page("<objects><obj>" + moRef + "</obj></objects>"));
    }

    @Test
    void textAndDepthAreLimited() {
        assertThrows(XMLStreamException.class, () -> page("<objects><obj>" + "a".repeat(100_000) + "</obj></objects>"));
        assertThrows(XMLStreamException.class, () -> page("<x>".repeat(1000) + "</x>".repeat(1000)));
    }

    private static PropertyPage page(String objects) throws XMLStreamException, SoapFault {
        String answer = "<Envelope><Header/><Body><RetrievePropertiesExResponse><returnval>" + objects
                + "</returnval></RetrievePropertiesExResponse></Body></Envelope>";
        return PropertyPage.read(
                SoapReader.open(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8))), UUID);
    }
}
