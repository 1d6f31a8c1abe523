package org.pimtools.migrator.provider.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;
import org.pimtools.testkit.mutation.Mutations;
import org.pimtools.testkit.mutation.Mutator;

/** Whatever Azure answers, a page of it is read or refused; nothing else becomes of it. */
@Tag("slow")
class ArmMutationTest {
    private static final int ANSWERS = 2_000;
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        "null",
        "\"",
        "\\u0000",
        "\\u0085",
        "/",
        "#",
        "\\",
        ",",
        "1e999",
        "\"id\":{}",
        "\"tags\":null",
        "\"properties\":{\"vmId\":\"\"}",
        "\"value\":null",
        "\"nextLink\":\"http://[\""
    };
    private static final Subscription SUBSCRIPTION = new Subscription("bd81406c-0000-4000-8000-000000000001");
    private static final VirtualMachines MACHINES = new VirtualMachines(SUBSCRIPTION, NameSource.TAG, "Name");

    @Test
    void machines() {
        mutate("machines", """
                {"value":[{"id":"%s/providers/Microsoft.Compute/virtualMachines/web","name":"web","tags":{"name":"<b> \u00e9"},
                "properties":{"vmId":"5F9465C6-6A2B-4544-94C5-1E78F124DB7D","provisioningState":"Succeeded",
                "osProfile":{"computerName":"c"}}},{"id":"x","properties":{"provisioningState":"Deleting"}}],
                "nextLink":"https://management.azure.com/subscriptions/x"}""", MACHINES, 0, vm -> {
            assertEquals(
                    Optional.empty(), ProviderKind.AZURE.idFault(vm.providerId().value()));
        });
    }

    @Test
    void networkInterfaces() {
        mutate(
                "network interfaces",
                """
                {"value":[{"id":"%s/x","properties":{"macAddress":"00-0D-3A-00-00-01","virtualMachine":{"id":"%<s/VM"},
                "networkSecurityGroup":{"id":"%<s/NSG"},"ipConfigurations":[{"properties":{"loadBalancerBackendAddressPools":
                [{"id":"%<s/LB/backendAddressPools/pool"}],"loadBalancerInboundNatRules":null}}]}}]}""",
                new NetworkInterfaces(SUBSCRIPTION),
                1,
                card -> assertTrue(!card.machine().isEmpty()));
    }

    @Test
    void securityGroups() {
        mutate(
                "security groups",
                """
                {"value":[{"id":"%s/providers/Microsoft.Network/networkSecurityGroups/Web","name":"Web","tags":{"Name":"x y"},
                "properties":{"provisioningState":"Succeeded","securityRules":[{"name":"a"}]}}]}""",
                NetworkResources.securityGroups(null, SUBSCRIPTION, "Name", MACHINES),
                2,
                names -> {
                    for (InventoryVm each : names) {
                        assertEquals(
                                Optional.empty(),
                                ProviderKind.AZURE.idFault(
                                        EntityKind.FIREWALL, each.providerId().value()));
                    }
                });
    }

    private interface Looking<T> {
        void at(T entry);
    }

    /** @param answer in which the group's path is to be put */
    private static <T> void mutate(String kind, String answer, ArmPage.Entry<T> entry, int seed, Looking<T> looking) {
        byte[] good = answer.formatted("/subscriptions/" + SUBSCRIPTION.id() + "/resourceGroups/G")
                .getBytes(StandardCharsets.UTF_8);
        Mutator mutator = new Mutator(41 + seed, PIECES);
        new Mutations("Azure's " + kind, ANSWERS, mutator, e -> e instanceof InvalidJson).of(good, mutated -> {
            ArmPage<T> page = ArmPage.read(new JsonAnswer(new ByteArrayInputStream(mutated)), entry);
            List<T> entries = page.entries();
            assertTrue(entries.size() <= page.listed(), page::toString);
            entries.forEach(looking::at);
        });
    }
}
