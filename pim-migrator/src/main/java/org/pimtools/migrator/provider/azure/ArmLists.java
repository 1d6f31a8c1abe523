package org.pimtools.migrator.provider.azure;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.Request;

/** Reads lists of Azure Resource Manager page by page. */
final class ArmLists {
    private static final int MOST_EMPTY_PAGES = 100;

    private final RemoteClient client;

    /** @param client that is signed */
    ArmLists(RemoteClient client) {
        this.client = client;
    }

    /** Takes what a page has. */
    interface Taking<T> {
        void page(List<T> entries) throws EndpointException;
    }

    /**
     * Reads a list to its end.
     *
     * @param right that the list needs, for the message when it is missing
     * @param path of the first page, with its query
     */
    <T> void pages(String right, String path, ArmPage.Entry<T> entry, Taking<T> taking)
            throws EndpointException, InterruptedException {
        RemoteClient judged = client.judgedBy(new ArmErrors(right));
        Set<URI> seen = new HashSet<>();
        int empty = 0;
        Optional<URI> next = Optional.of(client.origin().at(path));
        while (next.isPresent()) {
            URI address = next.get();
            seen.add(address);
            Read<T> read = read(judged, address, entry, seen);
            taking.page(read.page.entries());
            empty = read.page.listed() == 0 ? empty + 1 : 0;
            if (empty > MOST_EMPTY_PAGES) {
                throw new EndpointException(
                        FindingCode.ENDPOINT_FAILED, "Azure sends empty pages without an end", false, null);
            }
            next = read.next;
        }
    }

    private record Read<T>(ArmPage<T> page, Optional<URI> next) {}

    /** @param seen the addresses of the pages so far: a page that leads back to them is one that came again */
    private static <T> Read<T> read(RemoteClient client, URI address, ArmPage.Entry<T> entry, Set<URI> seen)
            throws EndpointException, InterruptedException {
        try {
            return client.<Read<T>, InvalidJson>send(Request.get(address), response -> {
                ArmPage<T> page = ArmPage.read(new JsonAnswer(response.body()), entry);
                Optional<URI> next = page.next().isEmpty()
                        ? Optional.empty()
                        : Optional.of(client.origin().link(address, page.next().get()));
                if (next.filter(seen::contains).isPresent()) {
                    throw new RemoteException(
                            RemoteException.Reason.FAILED, "Azure sends a page that it sent before", true, null);
                }
                return new Read<>(page, next);
            });
        } catch (RemoteException e) {
            throw EndpointException.of(e);
        } catch (InvalidJson e) {
            throw new EndpointException(
                    FindingCode.ENDPOINT_FAILED, "the answer is not what Azure documents: " + e.getMessage(), false, e);
        }
    }
}
