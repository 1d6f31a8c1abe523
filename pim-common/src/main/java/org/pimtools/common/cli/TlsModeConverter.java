package org.pimtools.common.cli;

import java.util.Arrays;
import org.pimtools.common.jdbc.TlsMode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a TLS mode as it is written on the command line. */
final class TlsModeConverter implements ITypeConverter<TlsMode> {
    @Override
    public TlsMode convert(String value) {
        return Arrays.stream(TlsMode.values())
                .filter(mode -> mode.toString().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected off, verify-ca or verify-full"));
    }
}
