package org.pimtools.common.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderIdShapeTest {
    @ParameterizedTest
    @CsvSource({
        "VCENTER_CLUSTER, eb75c6bf-3059-47e2-a99b-72834909d3eb#vm-97641",
        "VMX_04, eb75c6bf-3059-47e2-a99b-72834909d3eb#12",
        "VMX_04, eb75c6bf-3059-47e2-a99b-72834909d3eb#vm-12",
        "KVM, 9b2f2c3e-5d3b-4c0e-8f5e-0d1c2b3a4958",
        "AMAZON, i-00ab90b5e33820836",
        "AMAZON, i-00ab90b5",
        "AZURE, /subscriptions/bd81406c-0000-4000-8000-000000000000/resourcegroups/azurergnardo53000westeurope/providers"
                + "/microsoft.compute/virtualmachines/ubuntuserver#5f9465c6-6a2b-4544-94c5-1e78f124db7d",
        "GOOGLE, 7029510428967378677",
        "HYPERV_301, 9B2F2C3E-5D3B-4C0E-8F5E-0D1C2B3A4958",
        "VCLOUD, urn:vcloud:vm:b4f82701-e0d1-488b-9ea3-ba078115a4e0",
        "OCI, ocid1.instance.oc1.phx.abuwcljrlsfiqw6vzzxb43vyypt4pkodawglp3wqxjqofakrwvou52gb6s5a"
    })
    void takesWhatTheInventoriesMake(ProviderKind type, String id) {
        assertEquals(Optional.empty(), type.idFault(id));
    }

    @ParameterizedTest
    @CsvSource({
        "VCENTER_CLUSTER, eb75c6bf-3059-47e2-a99b-72834909d3eb",
        "VCENTER_CLUSTER, eb75c6bf-3059-47e2-a99b-72834909d3eb#vm-9764l",
        "VCENTER_CLUSTER, EB75C6BF-3059-47E2-A99B-72834909D3EB#vm-97641",
        "VMX_04, eb75c6bf-3059-47e2-a99b-72834909d3eb#host-12",
        "KVM, 9B2F2C3E-5D3B-4C0E-8F5E-0D1C2B3A4958",
        "KVM, ABQ_9b2f2c3e-5d3b-4c0e-8f5e-0d1c2b3a4958",
        "AMAZON, i-00ab90b5e3382083",
        "AZURE, /subscriptions/bd81406c-0000-4000-8000-000000000000/resourceGroups/x/providers/microsoft.compute"
                + "/virtualmachines/y#5f9465c6-6a2b-4544-94c5-1e78f124db7d",
        "GOOGLE, web-01",
        "VCLOUD, b4f82701-e0d1-488b-9ea3-ba078115a4e0",
        "OCI, ocid1.image.oc1.phx.abc",
        "HYPERV_301, HV-HOST-01",
        "XENSERVER, 9b2f2c3e-5d3b-4c0e-8f5e-0d1c2b3a4958"
    })
    void refusesWhatTheyDoNot(ProviderKind type, String id) {
        assertEquals(true, type.idFault(id).isPresent(), id);
    }
}
