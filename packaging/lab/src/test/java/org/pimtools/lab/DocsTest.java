package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every link of the documentation leads somewhere, and so does every page that a message or a comment names. */
class DocsTest {
    private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
    private static final Pattern PAGE = Pattern.compile("\\bdocs/[a-z0-9/-]+\\.md");

    @Test
    void everyLinkLeadsToAFileAndAHeading() throws IOException {
        List<String> dead = new ArrayList<>();
        int links = 0;
        for (Path page : files("md")) {
            for (MatchResult link :
                    LINK.matcher(Files.readString(page)).results().toList()) {
                links++;
                if (!leads(page, URI.create(link.group(1)))) {
                    dead.add(CHECKOUT.relativize(page) + ": " + link.group(1));
                }
            }
        }
        assertEquals(List.of(), dead);
        assertTrue(links > 20, links + " links");
    }

    @Test
    void everyPageThatTheCodeNamesIsThere() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path source : files("java", "sh", "yaml", "md")) {
            PAGE.matcher(Files.readString(source))
                    .results()
                    .map(MatchResult::group)
                    .filter(page -> !Files.exists(CHECKOUT.resolve(page)))
                    .forEach(page -> dead.add(CHECKOUT.relativize(source) + ": " + page));
        }
        assertEquals(List.of(), dead);
    }

    private static boolean leads(Path page, URI link) throws IOException {
        if (link.getScheme() != null) {
            return true;
        }
        Path target = link.getPath().isEmpty() ? page : page.getParent().resolve(link.getPath());
        return Files.exists(target)
                && (link.getFragment() == null
                        || HEADING.matcher(Files.readString(target))
                                .results()
                                .anyMatch(heading -> anchor(heading.group(1)).equals(link.getFragment())));
    }

    /** As GitHub and GitLab make it of a heading. */
    private static String anchor(String heading) {
        return heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private static List<Path> files(String... endings) throws IOException {
        try (Stream<Path> all = Files.walk(CHECKOUT)) {
            return all.filter(file -> Stream.of(endings)
                            .anyMatch(ending -> file.toString().endsWith("." + ending)))
                    .filter(file -> !CHECKOUT.relativize(file).toString().matches("(.*/)?(target|out|\\..*)/.*"))
                    .toList();
        }
    }
}
