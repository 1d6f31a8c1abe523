package org.pimtools.migrator.command;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The idVM or the UUID of a VM. */
final class VmName implements ITypeConverter<String> {
    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Pattern UUID = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    @Override
    public String convert(String text) {
        if (!ID.matcher(text).matches() && !UUID.matcher(text).matches()) {
            throw new TypeConversionException("'" + text + "' is neither an idVM nor a UUID of a VM");
        }
        return text;
    }
}
