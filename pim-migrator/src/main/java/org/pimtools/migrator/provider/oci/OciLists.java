package org.pimtools.migrator.provider.oci;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.Request;
import org.pimtools.migrator.remote.Response;

/** Reads lists of a tenancy page by page: that of its compartments, and those that each compartment has. */
final class OciLists {
    private static final int MOST_EMPTY_PAGES = 100;

    private final RemoteClient core;
    private final RemoteClient identity;
    private final String tenancy;
    private final Clock clock;
    private Optional<List<String>> compartments = Optional.empty();

    /**
     * @param core of the services for instances, networks and load balancers, signed
     * @param identity of the identity service, signed
     * @param clock that the requests are signed by
     */
    OciLists(RemoteClient core, RemoteClient identity, String tenancy, Clock clock) {
        this.core = core;
        this.identity = identity;
        this.tenancy = tenancy;
        this.clock = clock;
    }

    /** Asks for a page. */
    interface Asking {
        /** @param token of the page; empty for the first one */
        String page(Optional<String> token);
    }

    /** Asks for a page of what a compartment has. */
    interface AskingOf {
        String page(String compartment, Optional<String> token);
    }

    /** Takes what a page has. */
    interface Taking<T> {
        void page(List<T> items) throws EndpointException;
    }

    /** The client for the services of the region, whose errors say what the user needs. @param right such as {@code read instances} */
    RemoteClient core(String right) {
        return core.judgedBy(new OciErrors(clock, right));
    }

    /** Reads a list of every compartment, of which each one has to be readable: a namesake in it would go unseen. */
    <T> void ofAllCompartments(
            String right, AskingOf asking, Response.Reader<Page<T>, InvalidJson> reader, Taking<T> taking)
            throws EndpointException, InterruptedException {
        for (String compartment : compartments()) {
            pages(
                    core(right),
                    "compartment " + compartment + ": ",
                    token -> asking.page(compartment, token),
                    reader,
                    taking);
        }
    }

    private List<String> compartments() throws EndpointException, InterruptedException {
        if (compartments.isEmpty()) {
            List<String> read = new ArrayList<>(List.of(tenancy));
            pages(
                    identity.judgedBy(new OciErrors(clock, "inspect compartments")),
                    "the list of compartments: ",
                    token -> Listing.compartments(tenancy, token),
                    answer -> Page.read(
                            answer,
                            List.of("id", "lifecycleState"),
                            texts -> "ACTIVE".equals(texts.get("lifecycleState"))
                                    ? Optional.of(compartment(texts.get("id")))
                                    : Optional.empty()),
                    read::addAll);
            compartments = Optional.of(read);
        }
        return compartments.get();
    }

    private static String compartment(String id) throws InvalidJson {
        if (id == null || !id.matches("ocid1\\.compartment\\.[A-Za-z0-9._-]{1,200}")) {
            throw new InvalidJson("a compartment without a valid OCID");
        }
        return id;
    }

    /** Reads a list to its end. @param place which list it is, before what is reported of it; may be empty */
    static <T> void pages(
            RemoteClient client,
            String place,
            Asking asking,
            Response.Reader<Page<T>, InvalidJson> reader,
            Taking<T> taking)
            throws EndpointException, InterruptedException {
        Set<String> tokens = new HashSet<>();
        int empty = 0;
        Optional<String> token = Optional.empty();
        do {
            Page<T> page = asked(client, place, asking.page(token), answer -> {
                Page<T> read = reader.read(answer);
                if (read.next().filter(tokens::contains).isPresent()) {
                    throw new RemoteException(
                            RemoteException.Reason.FAILED, "OCI sends a page that it sent before", true, null);
                }
                return read;
            });
            taking.page(page.items());
            empty = page.listed() == 0 ? empty + 1 : 0;
            if (empty > MOST_EMPTY_PAGES) {
                throw new EndpointException(
                        FindingCode.ENDPOINT_FAILED, place + "OCI sends empty pages without an end", false, null);
            }
            token = page.next();
            token.ifPresent(tokens::add);
        } while (token.isPresent());
    }

    static <T> T asked(RemoteClient client, String place, String path, Response.Reader<T, InvalidJson> reader)
            throws EndpointException, InterruptedException {
        try {
            return client.send(Request.get(client.origin().at(path)).header("Accept", "application/json"), reader);
        } catch (RemoteException e) {
            EndpointException failed = EndpointException.of(e);
            throw new EndpointException(failed.code(), place + failed.getMessage(), failed.transientFault(), e);
        } catch (InvalidJson e) {
            throw new EndpointException(
                    FindingCode.ENDPOINT_FAILED,
                    place + "the answer is not what OCI says: " + e.getMessage(),
                    false,
                    e);
        }
    }
}
