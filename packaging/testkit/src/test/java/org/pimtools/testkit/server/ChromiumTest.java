package org.pimtools.testkit.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ChromiumTest {
    @TempDir
    private Path directory;

    @Test
    void itTellsWhatAPageAsksForAndWhatGoesWrong() throws IOException {
        Path page = Files.writeString(directory.resolve("a.html"), """
                <!DOCTYPE html><img src="b.png"><script>
                document.title = "ran";
                throw new Error("on purpose");
                </script>""");
        try (Chromium browser = Chromium.start()) {
            browser.open(page);
            assertEquals("ran", browser.evaluate("document.title").textValue());
            String url = page.toUri().toString();
            assertEquals(
                    List.of(url, url.replace("a.html", "b.png")),
                    browser.requests().stream().sorted().toList());
            assertTrue(browser.troubles().stream().anyMatch(trouble -> trouble.contains("on purpose")));
            browser.setJavaScript(false);
            browser.open(page);
            assertEquals("", browser.evaluate("document.title").textValue());
        }
    }
}
