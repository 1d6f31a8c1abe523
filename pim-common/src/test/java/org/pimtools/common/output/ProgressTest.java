package org.pimtools.common.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.pimtools.common.cli.ShownProgress;
import org.pimtools.common.cli.Terminal;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private Instant now = Instant.EPOCH;

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private String shown() {
        String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }

    @Test
    void aTerminalShowsABarThatIsErased() {
        Terminal terminal = new Terminal(true, true, 80, false);
        try (Progress progress = new ShownProgress("reading VMs", 4_000, err, terminal, clock)) {
            progress.add(1);
            assertEquals("", shown());
            now = now.plus(Duration.ofSeconds(1));
            progress.add(999);
            assertEquals("\r\u001b[Kreading VMs: [#####               ] 1,000 of 4,000 (25 %), 1,000/s", shown());
        }
        assertEquals("\r\u001b[K", shown());
    }

    @Test
    void withoutATerminalALongWorkSaysNowAndThenHowFarItIs() {
        try (Progress progress = new ShownProgress("reading VMs", 0, err, Terminal.none(), clock)) {
            now = now.plus(Duration.ofSeconds(9));
            progress.add(90);
            assertEquals("", shown());
            now = now.plus(Duration.ofSeconds(1));
            progress.add(10);
            assertEquals("reading VMs: 100, 10/s\n", shown());
            progress.add(10);
        }
        assertEquals("reading VMs: 110, 11/s\n", shown());
    }

    @Test
    void aShortWorkWithoutATerminalSaysNothing() {
        try (Progress progress = new ShownProgress("reading VMs", 5, err, Terminal.none(), clock)) {
            progress.add(5);
        }
        assertEquals("", shown());
    }
}
