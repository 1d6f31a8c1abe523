package org.pimtools.testkit.doubles.hyperv;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.HttpListener;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.PageFaults;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.ServerCertificate;

/**
 * A Hyper-V host of our own: WS-Management with Basic authentication, of which it knows Enumerate, Pull and Release for the
 * classes of computer systems and of network cards; with a log of the calls and with faults on demand.
 *
 * <p>Written from public documents: DMTF DSP0226 (WS-Management) and DSP0230 (instances as XML), Microsoft's [MS-WSMV] and its
 * description of {@code Msvm_ComputerSystem}. Read to its last instance through {@code python3-winrm}; never compared with a real
 * host. It knows no filters, no optimized enumeration, neither NTLM nor Kerberos.
 */
public final class HypervDouble implements AutoCloseable {
    public static final String SYSTEMS = "Msvm_ComputerSystem";

    /** The most bytes that an answer has: Windows' default. */
    private static final int LARGEST_ENVELOPE = 512_000;

    private final Options options;
    private final PageFaults faults = new PageFaults();
    private final List<WsmanCall> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Enumeration> open = new ConcurrentHashMap<>();
    private final HttpListener listener;

    /**
     * What to play.
     *
     * @param host the machine's own name
     * @param certificate null for plain HTTP
     */
    public record Options(
            String host, String user, String password, List<HypervVm> vms, ServerCertificate certificate) {
        public Options {
            Objects.requireNonNull(host);
            Objects.requireNonNull(vms);
        }

        /** HTTPS with a certificate of its own. */
        public static Options of(List<HypervVm> vms) {
            return new Options(
                    "HV-ZÜRICH-01", "pim", "secret-of-hyper-v-ü", vms, Certificates.valid(Certificates.KeyKind.EC));
        }

        public Options withoutTls() {
            return new Options(host, user, password, vms, null);
        }

        /** Leaves the password out. */
        @Override
        public String toString() {
            return "Options[" + host + "]";
        }
    }

    /** Where an enumeration is. @param next from 0 */
    private record Enumeration(String className, int next, int page) {}

    private HypervDouble(Options options) {
        this.options = options;
        listener = HttpListener.with(options.certificate(), this::handle);
    }

    public static HypervDouble start(Options options) {
        return new HypervDouble(options);
    }

    public int port() {
        return listener.port();
    }

    /** Where WS-Management answers. */
    public URI url() {
        return listener.url("/wsman");
    }

    public Options options() {
        return options;
    }

    /** Every request so far, in the order of their arrival. */
    public List<WsmanCall> calls() {
        return List.copyOf(calls);
    }

    /** How often an action came. */
    public long calls(String action) {
        return calls.stream().filter(call -> call.action().equals(action)).count();
    }

    /** Enumerations that were neither read to their end nor released. */
    public int open() {
        return open.size();
    }

    /** Gives up all enumerations, as when nobody pulled for long. */
    public void expire() {
        open.clear();
    }

    /** Misbehaves with the answers to Pull for a class, see {@link PageFaults#inject}. */
    public void inject(String className, int page, int times, PageFault fault) {
        faults.inject(className, page, times, fault);
    }

    /** Behaves again. */
    public void heal() {
        faults.heal();
    }

    @Override
    public void close() {
        listener.close();
    }

    private HttpExchange.Answer handle(HttpExchange.Request request) {
        Optional<WsmanRequest> asked = WsmanRequest.of(request.body());
        calls.add(new WsmanCall(
                request.method(),
                request.path(),
                asked.map(WsmanRequest::action).orElse(""),
                asked.map(WsmanRequest::className).orElse("")));
        String login = options.user() + ":" + options.password();
        String basic = "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        if (!request.header("Authorization").equals(Optional.of(basic))) {
            return new HttpExchange.Reply(401, Map.of("WWW-Authenticate", "Basic realm=\"WSMAN\""), new byte[0]);
        }
        if (!request.method().equals("POST") || !request.path().equals("/wsman")) {
            return new HttpExchange.Reply(404, Map.of(), new byte[0]);
        }
        return asked.map(this::answer).orElseGet(() -> WsmanFaults.reply("w:SchemaValidationError", 2150858817L));
    }

    private HttpExchange.Answer answer(WsmanRequest request) {
        if (!CimInstances.CLASSES.contains(request.className())) {
            return WsmanFaults.reply("w:DestinationUnreachable", 2150858778L);
        }
        return switch (request.action()) {
            case "Enumerate" -> {
                String context = "uuid:" + UUID.randomUUID();
                open.put(context, new Enumeration(request.className(), 0, 1));
                yield envelope(
                        request,
                        "<n:EnumerateResponse><n:EnumerationContext>" + context
                                + "</n:EnumerationContext></n:EnumerateResponse>");
            }
            case "Release" ->
                open.remove(request.context()) == null
                        ? WsmanFaults.reply("n:InvalidEnumerationContext", 2150858843L)
                        : envelope(request, "");
            case "Pull" -> pull(request);
            default -> WsmanFaults.reply("w:ActionNotSupported", 2150858752L);
        };
    }

    private HttpExchange.Answer pull(WsmanRequest request) {
        Enumeration at = open.get(request.context());
        if (at == null) {
            return WsmanFaults.reply("n:InvalidEnumerationContext", 2150858843L);
        }
        PageFault.Asked asked = new PageFault.Asked() {
            @Override
            public HttpExchange.Answer page() {
                return open.containsKey(request.context())
                        ? reply(request, at)
                        : WsmanFaults.reply("n:InvalidEnumerationContext", 2150858843L);
            }

            @Override
            public HttpExchange.Answer before() {
                int from = Math.max(0, at.next() - request.maxElements());
                return reply(request, new Enumeration(at.className(), from, at.page()));
            }
        };
        return faults.at(at.className(), at.page())
                .map(fault -> fault.answer(asked))
                .orElseGet(asked::page);
    }

    private HttpExchange.Reply reply(WsmanRequest request, Enumeration at) {
        CimInstances instances = new CimInstances(options, at.className());
        StringBuilder items = new StringBuilder();
        int next = at.next();
        while (next < instances.size()
                && next - at.next() < request.maxElements()
                && items.length() < LARGEST_ENVELOPE / 2) {
            items.append(instances.xml(next++));
        }
        boolean ended = next >= instances.size();
        if (ended) {
            open.remove(request.context());
        } else {
            open.put(request.context(), new Enumeration(at.className(), next, at.page() + 1));
        }
        return envelope(
                request,
                "<n:PullResponse>"
                        + (ended ? "" : "<n:EnumerationContext>" + request.context() + "</n:EnumerationContext>")
                        + "<n:Items>" + items + "</n:Items>" + (ended ? "<n:EndOfSequence/>" : "")
                        + "</n:PullResponse>");
    }

    private static HttpExchange.Reply envelope(WsmanRequest request, String body) {
        return WsmanFaults.soap(
                200,
                "<s:Envelope xml:lang=\"en-US\" xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
                        + " xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
                        + " xmlns:n=\"http://schemas.xmlsoap.org/ws/2004/09/enumeration\"><s:Header><a:Action>"
                        + "http://schemas.xmlsoap.org/ws/2004/09/enumeration/" + request.action()
                        + "Response</a:Action><a:MessageID>uuid:" + UUID.randomUUID() + "</a:MessageID><a:RelatesTo>"
                        + request.messageId() + "</a:RelatesTo></s:Header><s:Body>" + body + "</s:Body></s:Envelope>");
    }
}
