package org.pimtools.dbmigrate.command;

import org.pimtools.dbmigrate.script.Version;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A version as Flyway writes it; 0 is before the first. */
final class VersionConverter implements ITypeConverter<Version> {
    @Override
    public Version convert(String text) {
        return Version.parse(text)
                .orElseThrow(() -> new TypeConversionException(
                        "'" + text + "' is not a version: whole numbers with dots between them, such as 12 or 1.10"));
    }
}
