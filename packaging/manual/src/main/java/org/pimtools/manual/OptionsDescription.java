package org.pimtools.manual;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a command declares, in JSON, for a program that shows it in a help of its own. */
final class OptionsDescription {
    /** The other program has these itself. */
    private static final Set<String> OF_EVERY_PROGRAM = Set.of("--help", "--version");

    private OptionsDescription() {}

    static String of(CommandText command) {
        List<Map<String, Object>> options = command.options().stream()
                .filter(option -> !OF_EVERY_PROGRAM.contains(option.longName()))
                .map(OptionsDescription::option)
                .toList();
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("description", command.paragraphs());
        description.put("options", options);
        try {
            return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(description) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> option(OptionText option) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("names", option.names());
        fields.put("label", option.label());
        fields.put("several", option.several());
        fields.put("text", option.description());
        return fields;
    }
}
