package org.pimtools.migrator.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonAnswerTest {
    private static JsonAnswer answer(String text) throws InvalidJson {
        return new JsonAnswer(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The member {@code list} of an object, whatever else is in it. */
    private static List<String> list(String text) throws InvalidJson {
        List<String> list = new ArrayList<>();
        JsonAnswer answer = answer(text);
        answer.object(name -> {
            if (name.equals("list")) {
                answer.array(() -> list.add(answer.text()));
            }
        });
        answer.end();
        return list;
    }

    @Test
    void whatNobodyReadsIsSkipped() throws Exception {
        assertEquals(List.of("a", "7029510428967378677", "true", "", "é😀"), list("""
                        {"before": {"list": ["no"], "deep": [[{"list": ["no"]}]]},
                         "list": ["a", 7029510428967378677, true, null, "\\u00e9\\ud83d\\ude00"],
                         "after": "x"}"""));
        assertEquals(List.of(), list("{\"list\": null}"));
        assertEquals(List.of(), list("{}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "secret",
                "{\"list\": \"secret\"}",
                "{\"list\": [{}]}",
                "{\"list\": [\"secret\"",
                "{\"list\": [secret]}",
                "{\"list\": []} {}",
                "{\"other\": tru}"
            })
    void whatIsNotAsExpectedIsRefusedAndNotRepeated(String text) {
        InvalidJson refused = assertThrows(InvalidJson.class, () -> list(text));
        assertTrue(refused.getMessage().contains(" at line 1, column "), refused.getMessage());
        assertFalse(refused.getMessage().contains("secret"), refused.getMessage());
    }

    @Test
    void depthAndTextAreLimited() {
        String deep = "{\"x\":".repeat(65) + "1" + "}".repeat(65);
        assertThrows(InvalidJson.class, () -> list(deep));
        assertThrows(InvalidJson.class, () -> list("{\"list\": [\"" + "x".repeat((1 << 20) + 1) + "\"]}"));
    }
}
