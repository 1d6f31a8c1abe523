package org.pimtools.migrator.provider.oci;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;
import org.pimtools.testkit.mutation.Mutations;
import org.pimtools.testkit.mutation.Mutator;

/** Whatever OCI answers, an object of it is read or refused; nothing else becomes of it. */
@Tag("slow")
class OciMutationTest {
    private static final String[] PIECES = {
        "{", "}", "[", "]", "null", "\"", "\\u0000", "\\", ":", ",", "1e999", "\"id\":{}", "\"freeformTags\":null", "//"
    };

    @Test
    void whatAPageHolds() {
        byte[] answer = """
                {"id":"ocid1.instance.oc1.phx.abc","displayName":"<b> \u00e9","lifecycleState":"RUNNING","metadata":{"a":{"b":[1,2]}},
                "freeformTags":{"Name":"web","other":"x"},"definedTags":{"Oracle-Tags":{"CreatedBy":"somebody"}},"faultDomain":null}
                """.getBytes(StandardCharsets.UTF_8);
        Mutator mutator = new Mutator(35, PIECES);
        new Mutations("OCI answer", 4_000, mutator, e -> e instanceof InvalidJson).of(answer, mutated -> {
            Map<String, String> texts = Page.texts(
                    new JsonAnswer(new ByteArrayInputStream(mutated)),
                    java.util.List.of("id", "displayName", "lifecycleState", "freeformTags/Name"));
            assertTrue(texts.size() <= 4, texts::toString);
        });
    }
}
