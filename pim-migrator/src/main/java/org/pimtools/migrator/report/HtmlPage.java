package org.pimtools.migrator.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.page.PageParts;

/**
 * A result file as one page for a browser: needs no network and no other file. Its policy lets a browser run our own script only,
 * load nothing, and take no markup from data. Written while the result is read, so that its size is only the disk's matter.
 */
public final class HtmlPage {
    private static final Pattern MARK = Pattern.compile("\\{\\{(\\w+)}}");

    private final Map<String, Part> parts = new HashMap<>();

    /** One place of the template. */
    @FunctionalInterface
    private interface Part {
        void writeTo(Writer out) throws IOException;
    }

    private HtmlPage(PageSummary summary, Places places, List<EndpointReport> endpoints) {
        String style = PageParts.style();
        String script = resource("page.js");
        PageText text = new PageText(summary, places, endpoints);
        put(
                "policy",
                "default-src 'none'; script-src '%s'; style-src '%s'; base-uri 'none'; form-action 'none'; "
                                .formatted(PageParts.hash(script), PageParts.hash(style))
                        + "require-trusted-types-for 'script'; trusted-types 'none'");
        put("style", style);
        put("script", script);
        put("title", text.title());
        put("head", text.head());
        put("next", text.next());
        put("totals", text.totals());
        put("hand", text.hand());
        put("manual", text.manual());
        put("decisions", text.decisions());
        put("result", Html.text(summary.result().getFileName().toString()));
        put("foot", text.foot());
        parts.put("data", out -> PageData.write(summary, places, out));
    }

    private void put(String name, String html) {
        parts.put(name, out -> out.write(html));
    }

    /**
     * Writes the page of a result in which no endpoint was asked.
     *
     * @param file in place of one that is there
     * @throws ToolException when it cannot be written, or the result cannot be read
     */
    public static void write(Path file, Path result, Places places) {
        write(file, result, places, List.of());
    }

    static void write(Path file, Path result, Places places, List<EndpointReport> endpoints) {
        HtmlPage page = new HtmlPage(new PageSummary(result, places), places, endpoints);
        try {
            AtomicFile.write(file, out -> {
                Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                page.write(writer);
                writer.flush();
            });
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "cannot write " + file + ": " + FileFailure.reason(e),
                    "make room or fix the directory's rights, then run the same command again; keep this state directory: what was"
                            + " migrated can only be resumed and rolled back with it",
                    e);
        }
    }

    private void write(Writer out) throws IOException {
        String template = resource("page.html");
        Matcher mark = MARK.matcher(template);
        int written = 0;
        while (mark.find()) {
            out.write(template, written, mark.start() - written);
            parts.get(mark.group(1)).writeTo(out);
            written = mark.end();
        }
        out.write(template, written, template.length() - written);
    }

    private static String resource(String name) {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
