package org.pimtools.migrator.remote;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Sends requests to one origin and nowhere else, through its gate: no redirect is followed, and a request to another
 * origin is refused before anything of it is sent. Each method that sets something gives another client of the same
 * connections.
 */
public final class RemoteClient {
    private static final int OK = 200;
    private static final int MULTIPLE_CHOICES = 300;
    private static final long LARGEST_ANSWER = 64L << 20;

    private final Transport transport;
    private final CallGate gate;
    private final Signer signer;
    private final Verdict.Judge judge;
    private final IntPredicate accepted;
    private final long largestAnswer;

    private RemoteClient(
            Transport transport,
            CallGate gate,
            Signer signer,
            Verdict.Judge judge,
            IntPredicate accepted,
            long largestAnswer) {
        this.transport = transport;
        this.gate = gate;
        this.signer = Objects.requireNonNull(signer);
        this.judge = Objects.requireNonNull(judge);
        this.accepted = Objects.requireNonNull(accepted);
        this.largestAnswer = largestAnswer;
    }

    /**
     * A client that signs nothing, accepts every answer from 200 to 299 of up to 64 MiB, and judges the others by their
     * status. Nothing is sent yet.
     *
     * @param pin SHA-256 of the leaf certificate as 64 lower-case hexadecimal digits; null for the JVM's trust store
     */
    public static RemoteClient of(Origin origin, String pin, Route route, CallGate gate) {
        return new RemoteClient(
                new Transport(origin, pin, route, gate),
                gate,
                Signer.NONE,
                Verdict::byStatus,
                status -> status >= OK && status < MULTIPLE_CHOICES,
                LARGEST_ANSWER);
    }

    /** What each request is signed with, just before it is sent. */
    public RemoteClient signedBy(Signer other) {
        return new RemoteClient(transport, gate, other, judge, accepted, largestAnswer);
    }

    /** What an answer means that is not accepted. */
    public RemoteClient judgedBy(Verdict.Judge other) {
        return new RemoteClient(transport, gate, signer, other, accepted, largestAnswer);
    }

    /** Which statuses are read. */
    public RemoteClient accepting(IntPredicate statuses) {
        return new RemoteClient(transport, gate, signer, judge, statuses, largestAnswer);
    }

    /** @param bytes of the largest body that is read */
    public RemoteClient largestAnswer(long bytes) {
        return new RemoteClient(transport, gate, signer, judge, accepted, bytes);
    }

    public Origin origin() {
        return transport.origin();
    }

    /**
     * Sends a request and reads its answer to the last byte, also what the reader leaves. It is sent again when the
     * server was too busy to take it; once more when what signed it could be renewed; and if it is repeatable, when the
     * connection broke.
     *
     * @throws RemoteException when the request leads elsewhere, or there is no answer that is accepted, or none to its
     *     end
     * @throws X what the reader threw
     */
    public <T, X extends Exception> T send(Request request, Response.Reader<T, X> reader)
            throws RemoteException, X, InterruptedException {
        origin().require(request.uri());
        try {
            return repeated(request, reader);
        } catch (TokenRefused e) {
            if (!signer.renew()) {
                throw e.lasting();
            }
        }
        try {
            return repeated(request, reader);
        } catch (TokenRefused e) {
            throw e.lasting();
        }
    }

    private <T, X extends Exception> T repeated(Request request, Response.Reader<T, X> reader)
            throws RemoteException, X, InterruptedException {
        if (!request.isRepeatable()) {
            return gate.<T, X>call(allowed -> attempt(request, reader, allowed));
        }
        try {
            return gate.<T, X>restarting(
                    RemoteClient::mayPass, () -> gate.<T, X>call(allowed -> attempt(request, reader, allowed)));
        } catch (RemoteException e) {
            // it was tried often enough: whoever does a larger work over again need not try this
            throw e.transientFault() ? e.lasting() : e;
        }
    }

    private static boolean mayPass(Throwable fault) {
        return fault instanceof RemoteException remote && remote.transientFault();
    }

    private <T, X extends Exception> T attempt(Request request, Response.Reader<T, X> reader, Duration allowed)
            throws BusyException, RemoteException, X, InterruptedException {
        Duration time =
                request.within().filter(own -> own.compareTo(allowed) < 0).orElse(allowed);
        return transport.<T, X>exchange(signer.sign(request), time, largestAnswer, (status, headers, body) -> {
            if (!accepted.test(status)) {
                throw refused(new ErrorAnswer(status, headers, body.start(ErrorAnswer.LONGEST_START)));
            }
            T result = reader.read(new Response(status, headers, body));
            body.skipRest();
            return result;
        });
    }

    private RemoteException refused(ErrorAnswer answer) throws BusyException {
        Verdict verdict = judge.of(answer);
        String message = verdict.message();
        return switch (verdict.kind()) {
            case BUSY -> throw new BusyException(message, RetryAfter.of(answer));
            case UNAUTHORIZED -> new TokenRefused(message);
            case LOGIN_REFUSED -> new RemoteException(RemoteException.Reason.LOGIN_REFUSED, message, false, null);
            case BROKEN -> new RemoteException(RemoteException.Reason.FAILED, message, true, null);
            case FAILED -> RemoteException.failed(message + elsewhere(answer));
        };
    }

    /**
     * Where a redirect leads that is not followed; without its path and query, which may hold what nobody else should
     * see.
     */
    private String elsewhere(ErrorAnswer answer) {
        try {
            Optional<String> location = answer.headers().first("Location");
            Origin target = location.isPresent() ? Origin.of(origin().at("/").resolve(location.get())) : origin();
            return target.equals(origin()) ? "" : ", which leads to " + target;
        } catch (IllegalArgumentException | RemoteException e) {
            return "";
        }
    }
}
