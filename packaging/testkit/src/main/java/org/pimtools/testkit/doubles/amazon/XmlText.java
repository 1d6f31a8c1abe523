package org.pimtools.testkit.doubles.amazon;

import org.pimtools.testkit.server.Xml;

/** An answer while it is written. */
final class XmlText {
    private final StringBuilder xml = new StringBuilder();

    /** Adds what is XML already. */
    XmlText raw(String more) {
        xml.append(more);
        return this;
    }

    /** Adds an element with a text. */
    XmlText text(String name, String text) {
        return raw("<" + name + ">").raw(Xml.escape(text)).raw("</" + name + ">");
    }

    @Override
    public String toString() {
        return xml.toString();
    }
}
