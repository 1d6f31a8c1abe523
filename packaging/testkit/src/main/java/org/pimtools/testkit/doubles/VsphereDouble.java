package org.pimtools.testkit.doubles;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocketFactory;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.ServerCertificate;
import org.pimtools.testkit.server.VsphereInventory;
import org.w3c.dom.Element;

/**
 * A vCenter or ESXi host of our own: the calls of a bulk inventory over HTTPS, by pages, with a log of the calls and with
 * faults on demand.
 *
 * <p>Written from the vSphere Web Services API reference (ServiceInstance, SessionManager, ViewManager,
 * PropertyCollector) and compared with the answers of govmomi's {@code vcsim}; never compared with a real vCenter.
 * Properties are served by the paths that the model has (leaves such as {@code config.uuid}, not {@code config}).
 */
public final class VsphereDouble implements AutoCloseable {
    private static final String COOKIE = "vmware_soap_session";
    /** Of page faults, which are of whatever is retrieved. */
    private static final String RETRIEVALS = "retrievals";

    private final Options options;
    private final RequestLog log = new RequestLog();
    private final FaultPlan faults = new FaultPlan();
    private final PageFaults pageFaults = new PageFaults();
    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<String, Session> sessions = new HashMap<>();
    private final HttpListener listener;

    /**
     * What to play.
     *
     * @param pageSize most objects in one answer, at least 1; a client's {@code maxObjects} makes it smaller
     */
    public record Options(
            VsphereInventory inventory, String user, String password, ServerCertificate certificate, int pageSize) {
        public Options {
            Objects.requireNonNull(inventory);
            Objects.requireNonNull(user);
            Objects.requireNonNull(password);
            Objects.requireNonNull(certificate);
            if (pageSize < 1) {
                throw new IllegalArgumentException("a page holds at least one object");
            }
        }

        /** A certificate of its own, a random password, pages of 100. */
        public static Options of(VsphereInventory inventory) {
            return new Options(
                    inventory,
                    "administrator@vsphere.local",
                    UUID.randomUUID().toString(),
                    Certificates.valid(Certificates.KeyKind.EC),
                    100);
        }

        public Options login(String newUser, String newPassword) {
            return new Options(inventory, newUser, newPassword, certificate, pageSize);
        }

        public Options certificate(ServerCertificate newCertificate) {
            return new Options(inventory, user, password, newCertificate, pageSize);
        }

        public Options pageSize(int newPageSize) {
            return new Options(inventory, user, password, certificate, newPageSize);
        }

        /** Leaves the password out. */
        @Override
        public String toString() {
            return "Options[" + user + ", " + inventory.vms().size() + " machines]";
        }
    }

    private VsphereDouble(Options options) {
        this.options = options;
        addAccount(options.user(), options.password(), options.inventory());
        SSLSocketFactory tls = options.certificate().serverContext().getSocketFactory();
        this.listener = HttpListener.secured(
                () -> faults.certificate()
                        .map(renewed -> renewed.serverContext().getSocketFactory())
                        .orElse(tls),
                faults::greets,
                this::handle);
    }

    /** Who may log in, and the objects that this account may see. */
    private record Account(String password, PropertyPages pages) {}

    /** @param before the page that was made last */
    private record Session(Map<String, String> views, PropertyPages pages, AtomicReference<HttpExchange.Reply> before) {
        Session(PropertyPages pages) {
            this(new HashMap<>(), pages, new AtomicReference<>());
        }
    }

    /** Lets one more account in, which sees other VMs, as permissions on folders make it. The server is the same. */
    public synchronized void addAccount(String user, String password, VsphereInventory seen) {
        accounts.put(user, new Account(password, new PropertyPages(seen, options.pageSize())));
    }

    public static VsphereDouble start(Options options) {
        return new VsphereDouble(options);
    }

    public String host() {
        return HttpListener.LOOPBACK;
    }

    public int port() {
        return listener.port();
    }

    /** The address of the SOAP service, {@code https://127.0.0.1:<port>/sdk}. */
    public URI url() {
        return URI.create("https://" + host() + ":" + port() + "/sdk");
    }

    public String user() {
        return options.user();
    }

    public String password() {
        return options.password();
    }

    public VsphereInventory inventory() {
        return options.inventory();
    }

    public String serverUuid() {
        return options.inventory().serverUuid();
    }

    public ServerCertificate certificate() {
        return options.certificate();
    }

    /** The certificate's SHA-256 as lower-case hexadecimal. */
    public String fingerprint() {
        return options.certificate().sha256();
    }

    public RequestLog log() {
        return log;
    }

    /** Misbehaves from now on, in one way at a time. */
    public void inject(Fault fault) {
        faults.inject(fault);
    }

    /**
     * Answers to retrievals misbehave from a page on.
     *
     * @param page from 1 within each retrieval
     * @param times how many pages, or {@link PageFaults#ALWAYS}
     */
    public void inject(int page, int times, PageFault fault) {
        pageFaults.inject(RETRIEVALS, page, times, fault);
    }

    /** Behaves again. */
    public void heal() {
        faults.heal();
        pageFaults.heal();
    }

    @Override
    public void close() {
        listener.close();
    }

    private HttpExchange.Answer handle(HttpExchange.Request request) {
        Optional<Element> method = SoapMessage.method(request.body());
        log.add(method.map(Element::getLocalName).orElse(request.method() + " " + request.path()));
        Optional<HttpExchange.Answer> instead = faults.insteadOfAnyAnswer();
        if (instead.isPresent()) {
            return instead.get();
        }
        if (method.isEmpty()) {
            return new HttpExchange.Reply(404, Map.of(), new byte[0]);
        }
        synchronized (this) {
            return faults.deliver(answer(method.get(), session(request)));
        }
    }

    private HttpExchange.Answer answer(Element call, Optional<String> session) {
        String method = call.getLocalName();
        switch (method) {
            case "RetrieveServiceContent" -> {
                return SoapMessage.answer(
                        method,
                        "<returnval>"
                                + accounts.get(options.user()).pages().model().serviceContent() + "</returnval>");
            }
            case "Login" -> {
                return login(call);
            }
            default -> {
                if (session.isEmpty()) {
                    return notAuthenticated();
                }
                return answerTo(method, call, session.get(), sessions.get(session.get()));
            }
        }
    }

    private HttpExchange.Answer answerTo(String method, Element call, String key, Session session) {
        PropertyPages pages = session.pages();
        return switch (method) {
            case "Logout" -> {
                sessions.remove(key);
                yield SoapMessage.answer(method, "");
            }
            case "CreateContainerView" -> {
                String view = "session[" + key + "]" + UUID.randomUUID();
                session.views().put(view, SoapMessage.text(call, "type"));
                yield SoapMessage.answer(method, "<returnval type=\"ContainerView\">" + view + "</returnval>");
            }
            case "DestroyView" -> {
                session.views().remove(SoapMessage.text(call, "_this"));
                yield SoapMessage.answer(method, "");
            }
            case "RetrieveProperties" -> pages.all(call, session.views());
            case "RetrievePropertiesEx" -> page(pages.first(call, session.views()), "", key, session);
            case "ContinueRetrievePropertiesEx" -> {
                String token = SoapMessage.text(call, "token");
                yield page(pages.next(token), token, key, session);
            }
            case "CancelRetrievePropertiesEx" -> {
                pages.forget(SoapMessage.text(call, "token"));
                yield SoapMessage.answer(method, "");
            }
            default -> SoapMessage.fault("NotSupported", "The double does not know " + method + ".", "");
        };
    }

    /** What a call outside a session is answered. */
    public static HttpExchange.Reply notAuthenticated() {
        return fault("NotAuthenticated", "The session is not authenticated.");
    }

    /** What a call is answered that fails for a reason which the server does not name. */
    public static HttpExchange.Reply systemError() {
        return fault("SystemError", "A general system error occurred.");
    }

    /** What a call is answered that fails. @param type of the fault, such as {@code NotSupported} */
    public static HttpExchange.Reply fault(String type, String text) {
        return SoapMessage.fault(type, text, "");
    }

    private HttpExchange.Answer page(PropertyPages.Page page, String token, String key, Session session) {
        if (faults.endsSession(page.number())) {
            sessions.remove(key);
            return notAuthenticated();
        }
        HttpExchange.Reply before = page.number() > 1 ? session.before().get() : page.reply();
        Optional<HttpExchange.Answer> instead = faults.insteadOfPage(page.number(), page.reply())
                .or(() -> pageFaults
                        .at(RETRIEVALS, page.number())
                        .map(fault -> fault.answer(new PageFault.Asked() {
                            @Override
                            public HttpExchange.Answer page() {
                                return page.reply();
                            }

                            /** Its token leads on as it did the first time, or else the next page were none that repeats. */
                            @Override
                            public HttpExchange.Answer before() {
                                session.pages().takeAgain(token, page);
                                return before;
                            }
                        })));
        session.before().set(instead.isPresent() ? before : page.reply());
        return instead.orElse(page.reply());
    }

    private HttpExchange.Reply login(Element call) {
        Account account = accounts.get(SoapMessage.text(call, "userName"));
        if (account == null || !account.password().equals(SoapMessage.text(call, "password"))) {
            return SoapMessage.fault(
                    "InvalidLogin", "Cannot complete login due to an incorrect user name or password.", "");
        }
        Optional<HttpExchange.Reply> instead = faults.insteadOfSession();
        if (instead.isPresent()) {
            return instead.get();
        }
        String key = UUID.randomUUID().toString();
        sessions.put(key, new Session(account.pages()));
        HttpExchange.Reply reply =
                SoapMessage.answer("Login", "<returnval><key>" + key + "</key><locale>en_US</locale></returnval>");
        Map<String, String> headers = new HashMap<>(reply.headers());
        headers.put("Set-Cookie", COOKIE + "=\"" + key + "\"; Path=/; HttpOnly; Secure");
        return new HttpExchange.Reply(reply.status(), headers, reply.body());
    }

    private synchronized Optional<String> session(HttpExchange.Request request) {
        List<String> keys = new ArrayList<>();
        for (String cookie : request.header("Cookie").orElse("").split(";")) {
            if (cookie.strip().startsWith(COOKIE + "=")) {
                keys.add(cookie.strip().substring(COOKIE.length() + 1).replace("\"", ""));
            }
        }
        return keys.stream().filter(sessions::containsKey).findFirst();
    }
}
