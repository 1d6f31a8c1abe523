package org.pimtools.manual;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with holes: {@code @NAME@}. */
final class Template {
    private static final Pattern HOLE = Pattern.compile("@([A-Z_]+)@");

    private final String text;

    private Template(String text) {
        this.text = text;
    }

    /** That of this package's resources. */
    static Template of(String resource) {
        try (InputStream in = Template.class.getResourceAsStream(resource)) {
            return new Template(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The text with every hole filled; what fills one is not looked at again.
     *
     * @throws IllegalArgumentException for a hole that nothing fills
     */
    String fill(Map<String, String> content) {
        Matcher holes = HOLE.matcher(text);
        return holes.replaceAll((MatchResult hole) -> {
            String filling = content.get(hole.group(1));
            if (filling == null) {
                throw new IllegalArgumentException("nothing for " + hole.group());
            }
            return Matcher.quoteReplacement(filling);
        });
    }
}
