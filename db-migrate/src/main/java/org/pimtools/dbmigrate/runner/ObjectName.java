package org.pimtools.dbmigrate.runner;

import java.util.Optional;

/** Something that the catalogue knows by name. Without a schema it is in the session's current one. */
record ObjectName(Type type, Optional<String> schema, String name) {
    enum Type {
        TABLE,
        VIEW,
        SEQUENCE,
        TRIGGER,
        PROCEDURE,
        FUNCTION,
        EVENT,
        PACKAGE,
        DATABASE
    }

    /** As a statement names it, in backticks. */
    String quoted() {
        return schema.map(name -> Names.quote(name) + ".").orElse("") + Names.quote(name);
    }

    @Override
    public String toString() {
        return type.name().toLowerCase(java.util.Locale.ROOT) + " "
                + schema.map(name -> name + ".").orElse("") + name;
    }
}
