package org.pimtools.dbmigrate.script;

import java.util.Optional;

/** Something that the catalogue knows by name. Without a schema it is in the session's current one. */
public record ObjectName(Type type, Optional<String> schema, String name) {
    public enum Type {
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

    /** The same, in the database if it names none and is in one. */
    public ObjectName in(Optional<String> database) {
        return schema.isPresent() || type == Type.DATABASE ? this : new ObjectName(type, database, name);
    }

    /** As a statement names it, in backticks. */
    public String quoted() {
        return schema.map(name -> Names.quote(name) + ".").orElse("") + Names.quote(name);
    }

    @Override
    public String toString() {
        return type.name().toLowerCase(java.util.Locale.ROOT) + " "
                + schema.map(name -> name + ".").orElse("") + name;
    }
}
