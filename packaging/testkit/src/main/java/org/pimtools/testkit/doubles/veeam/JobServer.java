package org.pimtools.testkit.doubles.veeam;

import java.util.Map;
import java.util.Optional;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.HttpListener;
import org.pimtools.testkit.doubles.RequestLog;
import org.pimtools.testkit.server.ServerCertificate;

/** What both doubles have in common: a listener, a log, sessions, and faults at chosen places. */
final class JobServer implements AutoCloseable {
    private final Protocol protocol;
    private final RequestLog log = new RequestLog();
    private final FaultPlan faults = new FaultPlan();
    private final HttpListener listener;

    /** How one of the two interfaces speaks. */
    interface Protocol {
        Place place(Target target);

        /** The answer to a request that nothing goes wrong with. */
        HttpExchange.Reply answer(Target target, HttpExchange.Request request);

        /** The error that says that there is no such session. */
        HttpExchange.Reply unauthorized();

        Sessions sessions();
    }

    JobServer(Protocol protocol, Optional<ServerCertificate> certificate) {
        this.protocol = protocol;
        this.listener = HttpListener.with(certificate.orElse(null), this::handle);
    }

    int port() {
        return listener.port();
    }

    RequestLog log() {
        return log;
    }

    FaultPlan faults() {
        return faults;
    }

    @Override
    public void close() {
        listener.close();
    }

    private HttpExchange.Answer handle(HttpExchange.Request request) {
        Target target = Target.of(request);
        log.add(request.method() + " " + target.path());
        Optional<Effect> effect = faults.at(protocol.place(target));
        if (effect.isEmpty()) {
            return answer(target, request);
        }
        return switch (effect.get()) {
            case BUSY -> new HttpExchange.Reply(503, Map.of(), new byte[0]);
            case SESSION_EXPIRED -> {
                protocol.sessions().expire();
                yield protocol.unauthorized();
            }
            case NEVER_ANSWERS -> new HttpExchange.Silence();
            case SILENT_AFTER -> {
                answer(target, request);
                yield new HttpExchange.Silence();
            }
            case CUT_BEFORE, DEAD_BEFORE -> new HttpExchange.Gone();
            case CUT_AFTER, DEAD_AFTER -> {
                answer(target, request);
                yield new HttpExchange.Gone();
            }
        };
    }

    private synchronized HttpExchange.Reply answer(Target target, HttpExchange.Request request) {
        return protocol.answer(target, request);
    }
}
