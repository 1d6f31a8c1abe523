package org.pimtools.migrator.provider.vsphere;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.Request;
import org.pimtools.migrator.remote.Response;
import org.pimtools.migrator.remote.XmlAnswer;

/**
 * Sends SOAP requests to {@code /sdk} and keeps the session's cookie. None is sent again when it is not known what
 * became of it.
 */
final class SoapClient {
    /** The oldest interface that has all the methods, so that every server since vSphere 5.0 understands it. */
    private static final String ACTION = "\"urn:vim25/5.0\"";

    private static final String COOKIE = "vmware_soap_session";
    private static final Pattern SESSION = Pattern.compile(COOKIE + "=\"?([\\x21\\x23-\\x3a\\x3c-\\x7e]{1,512})\"?.*");
    private static final int OK = 200;
    /** Mostly with a SOAP fault. */
    private static final int SERVER_ERROR = 500;

    private final RemoteClient client;
    private final URI uri;
    private volatile String session;

    SoapClient(RemoteClient client) {
        this.client = client.accepting(status -> status == OK || status == SERVER_ERROR)
                .signedBy(this::inSession);
        this.uri = client.origin().at("/sdk");
    }

    /** Makes something of an answer. */
    interface Answer<T> {
        T read(XmlAnswer answer) throws XMLStreamException;
    }

    /**
     * Sends a request and reads the answer while it arrives.
     *
     * @throws SoapFault when the answer is one
     * @throws NoSoapException when it is an error of the server that is not SOAP
     * @throws XMLStreamException when it is not SOAP, or not what the reader expects
     * @throws EndpointException when there is no whole answer
     */
    <T> T send(String request, Answer<T> answer)
            throws EndpointException, SoapFault, XMLStreamException, InterruptedException {
        return send(soap(request), answer);
    }

    /** Sends a request whose answer nobody needs, waiting no longer than that. */
    void sendLast(String request, Duration within)
            throws EndpointException, SoapFault, XMLStreamException, InterruptedException {
        send(soap(request).within(within), answer -> null);
    }

    private <T> T send(Request request, Answer<T> answer)
            throws EndpointException, SoapFault, XMLStreamException, InterruptedException {
        try {
            return client.<Reply<T>, XMLStreamException>send(request, response -> read(response, answer))
                    .get();
        } catch (RemoteException e) {
            throw EndpointException.of(e);
        }
    }

    /** What an answer was, where a method may throw one thing only. */
    private record Reply<T>(T value, SoapFault fault) {
        T get() throws SoapFault {
            if (fault != null) {
                throw fault;
            }
            return value;
        }
    }

    private <T> Reply<T> read(Response response, Answer<T> answer) throws XMLStreamException {
        for (String cookie : response.headers().all("Set-Cookie")) {
            Matcher matcher = SESSION.matcher(cookie);
            if (matcher.matches()) {
                session = matcher.group(1);
            }
        }
        try {
            return new Reply<>(answer.read(SoapReader.open(response.body())), null);
        } catch (SoapFault e) {
            return new Reply<>(null, e);
        } catch (XMLStreamException e) {
            throw response.status() == SERVER_ERROR ? new NoSoapException() : e;
        }
    }

    private Request soap(String body) {
        return Request.post(uri, "text/xml; charset=utf-8", body).header("SOAPAction", ACTION);
    }

    private Request inSession(Request request) {
        String known = session;
        return known == null ? request : request.header("Cookie", Secret.of(COOKIE + "=\"" + known + "\""));
    }
}
