package org.pimtools.common.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainYamlTest {
    /** The mapper of the library is the judge. */
    @Test
    void readsEveryKindOfValueAsTheMapperDoes() throws IOException {
        String text = """
                name: dashboard
                quoted: "0012"
                number: 12
                long: 12345678901
                larger: 123456789012345678901234567890
                octal: 0o17
                float: 1.5
                yes: true
                no: false
                nothing: ~
                empty:
                list: [1, two, {three: 3}]
                group: {a: {b: c}}
                date: 2024-01-31
                text: |
                  two
                  lines
                """;
        List<String> faults = new ArrayList<>();

        assertEquals(
                Optional.of(new YAMLMapper(YAMLFactory.builder().build()).readTree(text)),
                PlainYaml.read(text.getBytes(StandardCharsets.UTF_8), faults));
        assertEquals(List.of(), faults);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "``                            | it is no mapping",
                "`# only a comment`            | it is no mapping",
                "`- a list`                    | it is no mapping",
                "`a: 1\nb: 2\na: 3`            | it is not plain YAML or names a key twice, see line 3",
                "`a: 1\n---\nb: 2`             | it is not plain YAML or names a key twice, see line 3",
                "`a: [1, 2`                    | it is not plain YAML or names a key twice, see line 1",
                "`a: &x {b: 1}\nc: *y`         | ",
            })
    void namesWhatIsWrongWithTheWhole(String text, String fault) {
        List<String> faults = new ArrayList<>();

        Optional<?> read = PlainYaml.read(text.getBytes(StandardCharsets.UTF_8), faults);

        assertEquals(fault == null, read.isPresent());
        assertEquals(fault == null ? List.of() : List.of(fault), faults);
    }
}
