package org.pimtools.migrator.provider.google;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.inventory.Connector;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.Request;

/** Reads lists of one project page by page. An answer that leaves something out fails. */
final class ComputeLists {
    /** The most that a page can have. */
    private static final int PAGE_SIZE = 500;
    /** Google sends pages that have few resources or none, when a project's are in many zones. */
    private static final int MOST_EMPTY_PAGES = 1000;

    private final RemoteClient client;
    private final String project;

    /**
     * @param client that is signed
     * @param project its ID
     */
    ComputeLists(RemoteClient client, String project) {
        this.client = client;
        this.project = project;
    }

    /**
     * A list of the project.
     *
     * @param permission that it needs, for the message when it is missing
     * @param path behind that of the project
     * @param resources what a scope of an aggregated list calls them; empty for a list that has no scopes
     * @param item reads one resource
     */
    record Kind(String permission, String path, String resources, ListPage.Item item) {
        static Kind aggregated(String resources, ListPage.Item item) {
            return new Kind("compute." + resources + ".list", "/aggregated/" + resources, resources, item);
        }

        static Kind global(String resources, ListPage.Item item) {
            return new Kind("compute." + resources + ".list", "/global/" + resources, "", item);
        }

        /** What of the answer is of use. */
        private String fields() {
            String common = "nextPageToken,warning/code,";
            String wanted = "(" + item.fields() + ")";
            return resources.isEmpty()
                    ? common + "items" + wanted
                    : common + "unreachables,items/*/warning/code,items/*/" + resources + wanted;
        }
    }

    /** Reads a list to its end. */
    void pages(Kind kind, Connector.PageSink sink) throws EndpointException, InterruptedException {
        RemoteClient judged = client.judgedBy(new ComputeErrors(kind.permission()));
        String path = "/compute/v1/projects/" + encoded(project) + kind.path() + "?maxResults=" + PAGE_SIZE
                + "&returnPartialSuccess=false&fields=" + encoded(kind.fields());
        Set<String> tokens = new HashSet<>();
        int empty = 0;
        Optional<String> token = Optional.empty();
        do {
            ListPage page = read(judged, kind, path, token, tokens);
            sink.page(page.items());
            Optional<String> next = page.next();
            if (next.isEmpty() && page.items().size() == PAGE_SIZE) {
                // a full page is seldom the last: whether it really has no token is asked once more
                next = read(judged, kind, path, token, tokens).next();
            }
            empty = page.items().isEmpty() ? empty + 1 : 0;
            if (empty > MOST_EMPTY_PAGES) {
                throw failed("Google sends empty pages without an end", null);
            }
            token = next;
            token.ifPresent(tokens::add);
        } while (token.isPresent());
    }

    /** @param tokens of the pages so far: one that leads back to them is of a page that came again */
    private static ListPage read(
            RemoteClient client, Kind kind, String path, Optional<String> token, Set<String> tokens)
            throws EndpointException, InterruptedException {
        URI address = client.origin()
                .at(path + token.map(text -> "&pageToken=" + encoded(text)).orElse(""));
        try {
            return client.<ListPage, InvalidJson>send(Request.get(address), response -> {
                ListPage page = ListPage.read(new JsonAnswer(response.body()), kind.resources(), kind.item());
                if (page.next().filter(tokens::contains).isPresent()) {
                    throw new RemoteException(
                            RemoteException.Reason.FAILED, "Google sends a page that it sent before", true, null);
                }
                if (page.missing().isPresent()) {
                    throw new RemoteException(
                            RemoteException.Reason.FAILED,
                            "Google answers in part only (" + page.missing().get()
                                    + "); run again when its status page shows no fault",
                            true,
                            null);
                }
                return page;
            });
        } catch (RemoteException e) {
            throw EndpointException.of(e);
        } catch (InvalidJson e) {
            throw failed("the answer is not what Google documents: " + e.getMessage(), e);
        }
    }

    private static EndpointException failed(String message, Exception cause) {
        return new EndpointException(FindingCode.ENDPOINT_FAILED, message, false, cause);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
