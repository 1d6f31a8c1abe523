package org.pimtools.migrator.provider.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
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

/** Whatever Google answers, a page of it is read or refused; nothing else becomes of it. */
@Tag("slow")
class ComputeMutationTest {
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
        "\\",
        ",",
        "1e999",
        "-1",
        "\"id\":{}",
        "\"items\":[]",
        "\"unreachables\":[\"zones/x\"]",
        "\"warning\":{\"code\":\"UNREACHABLE\"}",
        "\"nextPageToken\":7"
    };

    @Test
    void instances() {
        mutate("instances", """
                {"items":{"zones/a":{"instances":[{"id":"7029510428967378677","name":"web","labels":{"name":"x"},
                "metadata":{"items":[{"key":"a"},{"key":"name","value":"<b> \u00e9"}]}}]},
                "zones/b":{"warning":{"code":"NO_RESULTS_ON_PAGE"}}},"nextPageToken":"p2"}""", "instances", new Instances(NameSource.METADATA, "name"), EntityKind.VM);
    }

    @Test
    void firewallRules() {
        mutate("firewall rules", """
                {"kind":"x","items":[{"id":"1","name":"a","allowed":[{"ports":["80"]}]},{"id":"2","name":"b"}]}""", "", new NetworkResources.Named(EntityKind.FIREWALL), EntityKind.FIREWALL);
    }

    private static void mutate(String kind, String answer, String resources, ListPage.Item item, EntityKind entity) {
        Mutator mutator = new Mutator(51, PIECES);
        new Mutations("Google's " + kind, ANSWERS, mutator, e -> e instanceof InvalidJson)
                .of(answer.getBytes(StandardCharsets.UTF_8), mutated -> {
                    ListPage page = ListPage.read(new JsonAnswer(new ByteArrayInputStream(mutated)), resources, item);
                    page.missing().ifPresent(missing -> assertTrue(missing.length() < 300, missing));
                    for (InventoryVm each : page.items()) {
                        assertEquals(
                                Optional.empty(),
                                ProviderKind.GOOGLE.idFault(
                                        entity, each.providerId().value()));
                    }
                });
    }
}
