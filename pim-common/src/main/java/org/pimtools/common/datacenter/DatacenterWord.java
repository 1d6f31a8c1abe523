package org.pimtools.common.datacenter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a line of words names a datacenter: as it is, or as a JSON string in ASCII when it holds anything but ASCII letters, digits and
 * {@code . _ -}.
 */
public final class DatacenterWord {
    private static final Pattern PLAIN = Pattern.compile("[0-9A-Za-z._-]+");
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private DatacenterWord() {}

    public static String word(DatacenterId datacenter) {
        String text = datacenter.toString();
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads {@link #word} back; takes other texts as they are. */
    public static Optional<DatacenterId> datacenter(String word) {
        if (!word.startsWith("\"")) {
            return DatacenterId.of(word);
        }
        try {
            return DatacenterId.of(JSON.readValue(word, String.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
