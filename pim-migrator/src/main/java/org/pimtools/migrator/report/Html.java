package org.pimtools.migrator.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.Writer;
import org.pimtools.common.page.PageParts;

/** Writes data into a page so that it stays data, whatever it holds: as escaped text, and as JSON inside a script element. */
final class Html {
    /** The most characters of one piece of data that a page keeps; the result file has all of them. */
    static final int LONGEST = PageParts.LONGEST;

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .characterEscapes(new NoMarkup())
            .build();

    private Html() {}

    /** Data for an element's content or a quoted attribute, see {@link PageParts#text}. */
    static String text(String data) {
        return PageParts.text(data);
    }

    /** As the page shows data, see {@link PageParts#shown}. */
    static String shown(String data) {
        return PageParts.shown(data);
    }

    /** Markup characters as references; for text that is printable already. */
    static String escape(String text) {
        return PageParts.escape(text);
    }

    /** A generator of JSON in ASCII without a character that a browser's HTML parser looks for. */
    static JsonGenerator json(Writer out) throws IOException {
        return JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }

    private static final class NoMarkup extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] escapes = standardAsciiEscapesForJSON();
            for (char markup : "<>&'".toCharArray()) {
                escapes[markup] = ESCAPE_STANDARD;
            }
            return escapes;
        }

        @Override
        public SerializableString getEscapeSequence(int character) {
            return null;
        }
    }
}
