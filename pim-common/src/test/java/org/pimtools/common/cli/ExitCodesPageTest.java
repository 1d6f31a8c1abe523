package org.pimtools.common.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.pimtools.common.error.ExitCode;

/** The page for operators means by a code what help and manual pages mean; the failure shows the text that belongs there. */
class ExitCodesPageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| [0-9].*? \\| .*? \\|");

    @Test
    void thePageListsEveryCodeWithItsMeaning() throws IOException {
        String codes = Arrays.stream(ExitCode.values())
                .map(code -> "| %d | %s |".formatted(code.code(), code.meaning()))
                .collect(Collectors.joining("\n"));
        String page = ROW.matcher(Files.readString(Path.of("..", "docs", "exit-codes.md")))
                .results()
                .map(row -> row.group())
                .collect(Collectors.joining("\n"));
        assertEquals(codes, page);
    }
}
