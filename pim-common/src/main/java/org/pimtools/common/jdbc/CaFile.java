package org.pimtools.common.jdbc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.file.SmallFile;

/** The file of certificates that the driver is to trust. */
final class CaFile {
    private static final int LARGEST = 1 << 20;

    private CaFile() {}

    /**
     * The driver's option for it.
     *
     * @throws ToolException when the file cannot be read, holds no certificate in PEM, or its path cannot stand in a URL
     */
    static String option(Path file) {
        String path = file.toAbsolutePath().toString();
        if (!path.matches("[A-Za-z0-9_./@:,+-]+")) {
            throw invalid(file, "its path has other characters than letters, digits and _ . / @ : , + -", null);
        }
        try {
            if (!SmallFile.text(file, LARGEST, StandardCharsets.ISO_8859_1).contains("-----BEGIN CERTIFICATE-----")) {
                throw invalid(file, "it holds no certificate in PEM", null);
            }
        } catch (IOException e) {
            throw invalid(file, "it cannot be read: " + FileFailure.reason(e), e);
        }
        return "serverSslCert=" + path + "&";
    }

    private static ToolException invalid(Path file, String fault, Throwable cause) {
        return new ToolException(
                ExitCode.INVALID_INPUT,
                "cannot use the certificates of " + file + ": " + fault,
                "give a file in PEM with the certificate of the authority",
                cause);
    }
}
