package org.pimtools.migrator.provider.amazon;

import java.net.URI;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.Request;
import org.pimtools.migrator.remote.XmlAnswer;

/** One of Amazon's services at one address, of which lists are read to their last page. */
final class AmazonService {
    private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";
    private static final int MOST_EMPTY_PAGES = 100;

    private final String name;
    private final RemoteClient client;
    private final URI address;

    /**
     * @param name for people, for instance {@code EC2}
     * @param client that signs for the service
     */
    AmazonService(String name, RemoteClient client) {
        this.name = name;
        this.client = client;
        this.address = client.origin().at("/");
    }

    /** Reads a page while it arrives; the root element is entered. */
    interface Reader<T> {
        Page<T> read(XmlAnswer answer) throws XMLStreamException;
    }

    /** Takes a page. */
    interface Taking<T> {
        void page(Page<T> page) throws EndpointException, InterruptedException;
    }

    /** @throws EndpointException when the list cannot be read to its end */
    <T> void pages(Query query, Reader<T> reader, Taking<T> taking) throws EndpointException, InterruptedException {
        Set<String> tokens = new HashSet<>();
        int empty = 0;
        Query next = query;
        boolean more = true;
        while (more) {
            Page<T> page = read(next, reader, tokens);
            taking.page(page);
            Optional<String> token = page.next();
            if (token.isEmpty() && page.listed() == query.pageSize() && query.pageSize() > 0) {
                // a full page is seldom the last: whether it really has no token is asked once more
                token = read(next, reader, tokens).next();
            }
            empty = page.listed() == 0 ? empty + 1 : 0;
            if (empty > MOST_EMPTY_PAGES) {
                throw new EndpointException(
                        FindingCode.ENDPOINT_FAILED, name + " sends empty pages without an end", false, null);
            }
            token.ifPresent(tokens::add);
            next = token.map(query::from).orElse(next);
            more = token.isPresent();
        }
    }

    /** @param tokens of the pages so far: one that leads back to them is of a page that came again */
    private <T> Page<T> read(Query query, Reader<T> reader, Set<String> tokens)
            throws EndpointException, InterruptedException {
        try {
            Request request = Request.post(address, FORM, query.form()).repeatable();
            return client.<Page<T>, XMLStreamException>send(request, response -> {
                XmlAnswer answer = new XmlAnswer(response.body());
                if (!answer.child() || !answer.name().equals(query.action() + "Response")) {
                    throw new XMLStreamException("no answer to " + query.action());
                }
                Page<T> page = reader.read(answer);
                if (page.next().filter(tokens::contains).isPresent()) {
                    throw new RemoteException(
                            RemoteException.Reason.FAILED, name + " sends a page that it sent before", true, null);
                }
                return page;
            });
        } catch (RemoteException e) {
            throw EndpointException.of(e);
        } catch (XMLStreamException e) {
            throw new EndpointException(
                    FindingCode.ENDPOINT_FAILED,
                    "the answer is not what " + name + " says: " + XmlAnswer.reason(e),
                    false,
                    e);
        }
    }
}
