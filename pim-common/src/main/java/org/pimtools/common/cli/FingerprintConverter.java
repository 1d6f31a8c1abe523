package org.pimtools.common.cli;

import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the fingerprint of a key as it is printed: 32 hexadecimal digits in groups of eight. */
public final class FingerprintConverter implements ITypeConverter<String> {
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{8}){3}");

    @Override
    public String convert(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (!FINGERPRINT.matcher(lower).matches()) {
            throw new TypeConversionException(
                    "expected a fingerprint as the tools show it: four groups of eight hexadecimal digits");
        }
        return lower;
    }
}
