package org.pimtools.migrator.command;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A share as an operator writes it: {@code 50%} or {@code 50}. */
final class Percent implements ITypeConverter<Integer> {
    private static final Pattern TEXT = Pattern.compile("(100|[1-9]?[0-9])%?");

    @Override
    public Integer convert(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new TypeConversionException("expected a share from 0% to 100% but was '" + text + "'");
        }
        return Integer.valueOf(text.replace("%", ""));
    }
}
