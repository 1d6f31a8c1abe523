package org.pimtools.migrator.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.Chromium;
import org.pimtools.testkit.server.Servers;

/** What a browser makes of the page. */
@Tag("slow")
class HtmlPageTest {
    /** Each tries to become something else than text: an element, a script, a handler, a request, the end of the data. */
    private static final List<String> HOSTILE = List.of(
            "<img src=http://127.0.0.1:9/sentinel onerror=window.hacked=1>",
            "</script><script>window.hacked=1</script>",
            "<!--<script>",
            "]]></script --!>",
            "\"><svg onload=window.hacked=1>",
            "'><a href=javascript:window.hacked=1 autofocus onfocus=window.hacked=1>x</a>",
            "\u2028window.hacked=1\u2029",
            "\"]];window.hacked=1;[[\"",
            "\\u003cscript>window.hacked=1",
            "{{script}}{{data}}",
            "&lt;b&gt;&amp;",
            "=HYPERLINK(\"http://127.0.0.1:9/sentinel\")",
            "'; DROP TABLE virtualmachine; -- ",
            "\r\nSET a b\r\n",
            "\u001b[2J\u0007\0",
            "abc\u202Egpj",
            "\ud800 alone",
            "%s%n{0}${x}",
            "x".repeat(3_000_000));

    private static final String TEXTS = "[...document.querySelectorAll(%s)].map(e => e.textContent)";

    private static Chromium browser;

    @RegisterExtension
    private static final Servers SERVERS = Servers.ofClass();

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBrowser() {
        browser = SERVERS.add(Chromium.start());
    }

    @Test
    void dataStaysData() throws IOException {
        PageSample sample = new PageSample(directory, HOSTILE);
        Path page = sample.write(4 * HOSTILE.size());
        assertTrue(Files.size(page) < 400_000, "long data is shortened");
        browser.open(page);
        assertEquals(List.of(page.toUri().toString()), browser.requests());
        assertEquals(List.of(), browser.troubles());
        assertEquals("undefined", browser.evaluate("typeof window.hacked").textValue());
        assertEquals(2, browser.evaluate("document.scripts.length").intValue());
        assertEquals(
                List.of(),
                texts(
                        "[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => a.name.startsWith('on')"
                                + " || /^(href|src)$/.test(a.name) && a.value !== '#main')).map(e => e.outerHTML)"));
        assertEquals(
                List.of(),
                texts(
                        "[...document.querySelectorAll('img,iframe,object,embed,link,base,form,b,script:not(body > script)')]"
                                + ".map(e => e.outerHTML)"));
        showAll("vms");
        assertEquals(
                sample.names().stream().map(Html::shown).toList(), texts(TEXTS.formatted("'#vms td:nth-child(2)'")));
        assertEquals(
                Html.shown(sample.datacenter()),
                browser.evaluate("document.querySelector('h1').textContent").textValue());
        assertEquals(
                sample.reasons().stream().map(Html::shown).toList(),
                texts(TEXTS.formatted("'#decisions td:nth-child(5)'")));
    }

    @Test
    void whatGotInAllTheSameWouldNotRun() throws IOException {
        Path page = new PageSample(directory, List.of("web")).write(10);
        String html = Files.readString(page);
        Path forged = directory.resolve("forged.html");
        Files.writeString(
                forged,
                html.replace(
                        "<main",
                        "<script>window.hacked = 1</script><img src='http://127.0.0.1:9/sentinel' onerror='window.hacked = 1'>"
                                + "<div style='background: url(http://127.0.0.1:9/sentinel)'></div><main"));
        browser.open(forged);
        assertEquals(List.of(forged.toUri().toString()), browser.requests());
        assertEquals("undefined", browser.evaluate("typeof window.hacked").textValue());
        assertTrue(
                browser.troubles().stream()
                                .filter(trouble -> trouble.contains("Content Security Policy"))
                                .count()
                        >= 3,
                browser.troubles()::toString);
        assertEquals(
                "TypeError",
                browser.evaluate(
                                "(() => { try { document.body.innerHTML = '<b>'; return 'set' } catch (e) { return e.name } })()")
                        .textValue());
    }

    @Test
    void aHundredThousandRowsCanBeFilteredAndSorted() throws IOException {
        Path page = new PageSample(directory, List.of("web")).write(100_000);
        browser.open(page);
        assertEquals(List.of(), browser.troubles());
        assertEquals("1–25 of 100,000", status("vms"));
        assertEquals(
                25,
                browser.evaluate("document.querySelectorAll('#vms tbody tr').length")
                        .intValue());
        search("vms", "WEB-99998");
        assertEquals("1–1 of 1 (of 100,000)", status("vms"));
        assertEquals(
                "web-99998",
                browser.evaluate("document.querySelector('#vms td:nth-child(2)').textContent")
                        .textValue());
        search("vms", "no such vm");
        assertEquals("none of 100,000 matches", status("vms"));
        search("vms", "");
        browser.evaluate("""
                (() => {
                  const select = [...document.querySelectorAll('#vms label')].find(l => l.textContent.startsWith('Outcome'))
                    .querySelector('select');
                  select.value = [...select.options].find(o => o.text.startsWith('ambiguous')).value;
                  select.dispatchEvent(new Event('change'));
                })()""");
        assertEquals("1–25 of 279 (of 100,000)", status("vms"));
        browser.evaluate("document.querySelector('#vms th button').click()");
        browser.evaluate("document.querySelector('#vms th button').click()");
        assertEquals(
                List.of("descending", "99567", "99234"),
                texts(
                        "[document.querySelector('#vms th').getAttribute('aria-sort'),"
                                + " ...[...document.querySelectorAll('#vms td:first-child')].slice(0, 2).map(e => e.textContent)]"));
        browser.evaluate("[...document.querySelectorAll('#vms .pages button')].pop().click()");
        assertEquals("26–50 of 279 (of 100,000)", status("vms"));
        browser.evaluate("document.querySelector('button[data-code=\"PIM-0110\"]').click()");
        assertEquals("1–25 of 2,000 (of 7,292)", status("findings"));
    }

    @Test
    void withoutJavaScriptItTellsWhatMatters() throws IOException {
        Path page = new PageSample(directory, List.of("web")).write(1_000);
        browser.setJavaScript(false);
        try {
            browser.open(page);
            String text = browser.evaluate("document.body.innerText").textValue();
            for (String said : List.of(
                    "64 errors are undecided",
                    "the VM is not in the endpoint's inventory",
                    "decide it in the decisions file",
                    "gone since March",
                    "call it \"Backup eb75c6bf-3059-47e2-a99b-72834909d3eb#vm-1\"",
                    "result.jsonl")) {
                assertTrue(text.contains(said), () -> said + " in\n" + text);
            }
            assertFalse(text.contains("Show all"), text);
        } finally {
            browser.setJavaScript(true);
        }
    }

    private static List<String> texts(String expression) {
        JsonNode list = browser.evaluate(expression);
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::textValue)
                .toList();
    }

    private static String status(String table) {
        return browser.evaluate("document.querySelector('#%s output').value".formatted(table))
                .textValue();
    }

    private static void showAll(String table) {
        browser.evaluate("""
                (() => {
                  const select = [...document.querySelectorAll('#%s select')].pop();
                  select.value = '1000';
                  select.dispatchEvent(new Event('change'));
                })()""".formatted(table));
    }

    /** Types, and waits until the table is drawn anew. */
    private static void search(String table, String text) {
        browser.evaluate("""
                new Promise(drawn => {
                  new MutationObserver((changes, observer) => { observer.disconnect(); drawn(); })
                    .observe(document.querySelector('#%1$s output'), {childList: true, characterData: true, subtree: true});
                  const search = document.querySelector('#%1$s input');
                  search.value = '%2$s';
                  search.dispatchEvent(new Event('input'));
                })""".formatted(table, text));
    }
}
