package org.pimtools.migrator.provider.libvirt;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.NativeLongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.migrator.inventory.Connector;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.EntitySource;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.remote.CallGate;
import org.pimtools.migrator.remote.RemoteException;

/**
 * Lists the domains of a KVM host, running or not, over one read-only connection and by one call. A provider ID is the domain's
 * UUID. Gives no password: TLS identifies itself by a client certificate, SSH by a key, a UNIX socket by its owner.
 */
public final class LibvirtConnector implements Connector {
    private static final int ALL = 0;
    /** What one of each part counts in a version. */
    private static final int MAJOR = 1_000_000;

    private static final int MINOR = 1_000;
    /** {@code virErrorNumber} in libvirt's virterror.h. */
    private static final int VIR_ERR_INTERNAL_ERROR = 1;

    private static final int VIR_ERR_SYSTEM_ERROR = 38;
    private static final int VIR_ERR_RPC = 39;
    private static final int VIR_ERR_NO_DOMAIN = 42;
    private static final int VIR_ERR_AUTH_FAILED = 45;
    private static final int VIR_ERR_AUTH_CANCELLED = 79;
    private static final int VIR_ERR_AUTH_UNAVAILABLE = 80;

    /** What libvirt's client says when the connection ends in the middle; it has no number for that. */
    private static final Pattern CLOSED =
            Pattern.compile("socket is closed|connection closed|keepalive|end of file|hangup");

    private final LibvirtUri uri;
    private final HostLogin login;
    private final CallGate gate;
    private volatile String version = "";

    private LibvirtConnector(LibvirtUri uri, HostLogin login, CallGate gate) {
        this.uri = uri;
        this.login = login;
        this.gate = gate;
    }

    /**
     * Nothing is sent yet.
     *
     * @throws EndpointException when the endpoint's options make no URI, or its login cannot be used with its transport
     */
    public static LibvirtConnector open(PlanLine.Endpoint endpoint, Optional<EndpointSecret> login, CallGate gate)
            throws EndpointException {
        return new LibvirtConnector(LibvirtUri.of(endpoint), HostLogin.of(endpoint, login), gate);
    }

    @Override
    public void list(PageSink sink) throws EndpointException, InterruptedException {
        LibvirtLibrary library = LibvirtLibrary.load();
        sink.page(called(allowed -> watched(library, this::domains, allowed)));
    }

    @Override
    public Map<ProviderId, Evidence> evidence(Collection<ProviderId> vms)
            throws EndpointException, InterruptedException {
        LibvirtLibrary library = LibvirtLibrary.load();
        return called(allowed -> watched(library, (called, open) -> evidence(called, open, vms), allowed));
    }

    @Override
    public String version() {
        return version;
    }

    /** Whatever filters a guest's packets is no entity of a libvirt host that the platform gave a name. */
    @Override
    public EntitySource entities(EntityKind kind) {
        return new EntitySource.NoneThere("a KVM host has no " + kind.noun() + "s");
    }

    private <T> T called(CallGate.Attempt<T, EndpointException> attempt)
            throws EndpointException, InterruptedException {
        try {
            return gate.call(attempt);
        } catch (RemoteException e) {
            throw EndpointException.of(e);
        }
    }

    /** What is asked over one connection. */
    private interface Question<T> {
        T ask(LibvirtLibrary library, Pointer connection) throws EndpointException;
    }

    /** libvirt's calls know no time limit: past ours the thread is left behind, and ends with the process at the latest. */
    private <T> T watched(LibvirtLibrary library, Question<T> question, Duration allowed)
            throws EndpointException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(() -> connected(library, question));
        Thread thread = new Thread(task, "libvirt");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(allowed.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new EndpointException(
                    FindingCode.ENDPOINT_FAILED, "no whole answer within " + allowed.toMillis() + " ms", false, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EndpointException fault) {
                throw fault;
            }
            throw new IllegalStateException("libvirt failed", e.getCause());
        }
    }

    private <T> T connected(LibvirtLibrary library, Question<T> question) throws EndpointException {
        Pointer connection = opened(library);
        try {
            return question.ask(library, connection);
        } finally {
            library.virConnectClose(connection);
        }
    }

    /** The login's files are there for no longer than it takes. */
    private Pointer opened(LibvirtLibrary library) throws EndpointException {
        try (Material material = login.open()) {
            Pointer connection = library.virConnectOpenReadOnly(uri.text(material.parameters()));
            if (connection == null) {
                throw material.explained(fault(library));
            }
            return connection;
        }
    }

    private List<InventoryVm> domains(LibvirtLibrary library, Pointer connection) throws EndpointException {
        version = version(library, connection);
        PointerByReference array = new PointerByReference();
        int count = library.virConnectListAllDomains(connection, array, ALL);
        if (count < 0) {
            throw fault(library);
        }
        return taken(library, array.getValue(), count);
    }

    /** What cannot be had of it is left out: nothing depends on it. */
    private static String version(LibvirtLibrary library, Pointer connection) {
        String type = library.virConnectGetType(connection);
        NativeLongByReference number = new NativeLongByReference();
        if (type == null || library.virConnectGetVersion(connection, number) < 0) {
            return type == null ? "" : type;
        }
        long value = number.getValue().longValue();
        return value == 0 ? type : "%s %d.%d.%d".formatted(type, value / MAJOR, value / MINOR % MINOR, value % MINOR);
    }

    private static Map<ProviderId, Evidence> evidence(
            LibvirtLibrary library, Pointer connection, Collection<ProviderId> vms) throws EndpointException {
        Map<ProviderId, Evidence> evidence = new HashMap<>();
        for (ProviderId vm : vms) {
            Pointer domain = library.virDomainLookupByUUIDString(connection, vm.value());
            Pointer xml = domain == null ? null : library.virDomainGetXMLDesc(domain, 0);
            EndpointException fault = xml == null ? broken(library) : null;
            if (xml != null) {
                DomainXml.evidence(xml.getString(0, StandardCharsets.UTF_8.name()))
                        .ifPresent(found -> evidence.put(vm, found));
                Native.free(Pointer.nativeValue(xml));
            }
            if (domain != null) {
                library.virDomainFree(domain);
            }
            if (fault != null) {
                throw fault;
            }
        }
        return evidence;
    }

    /** That the connection broke, in place of an answer about a domain; null for what concerns this domain only. */
    private static EndpointException broken(LibvirtLibrary library) {
        boolean gone = library.virGetLastErrorCode() == VIR_ERR_NO_DOMAIN;
        EndpointException fault = fault(library);
        return !gone && fault.transientFault() ? fault : null;
    }

    private static List<InventoryVm> taken(LibvirtLibrary library, Pointer array, int count) throws EndpointException {
        List<InventoryVm> vms = new ArrayList<>(count);
        byte[] uuid = new byte[LibvirtLibrary.UUID_STRING_BUFLEN];
        EndpointException fault = null;
        for (Pointer domain : array.getPointerArray(0, count)) {
            String name = library.virDomainGetName(domain);
            if (name == null || library.virDomainGetUUIDString(domain, uuid) < 0) {
                fault = fault(library);
            } else {
                String text = new String(uuid, 0, uuid.length - 1, StandardCharsets.US_ASCII);
                vms.add(new InventoryVm(new ProviderId(text.toLowerCase(Locale.ROOT)), name));
            }
            library.virDomainFree(domain);
        }
        Native.free(Pointer.nativeValue(array));
        if (fault != null) {
            throw fault;
        }
        return vms;
    }

    private static EndpointException fault(LibvirtLibrary library) {
        int code = library.virGetLastErrorCode();
        String message = library.virGetLastErrorMessage();
        String said = "libvirt says: " + (message == null ? "error " + code : message);
        String lower = said.toLowerCase(Locale.ROOT);
        return switch (code) {
            case VIR_ERR_AUTH_FAILED, VIR_ERR_AUTH_CANCELLED, VIR_ERR_AUTH_UNAVAILABLE ->
                // libvirt's client calls it a failed login when it is the host that it does not believe
                new EndpointException(
                        lower.contains("verify peer's certificate")
                                ? FindingCode.CERTIFICATE_UNVERIFIED
                                : FindingCode.LOGIN_REFUSED,
                        said,
                        false,
                        null);
            case VIR_ERR_SYSTEM_ERROR -> {
                if (lower.contains("tls confirmation")) {
                    yield new EndpointException(
                            FindingCode.LOGIN_REFUSED,
                            "the host does not accept the client certificate, or there is none: the host's CA has to have"
                                    + " issued it (" + said + ")",
                            false,
                            null);
                }
                yield lower.contains("certificate")
                        ? new EndpointException(FindingCode.CERTIFICATE_UNVERIFIED, said, false, null)
                        : new EndpointException(FindingCode.UNREACHABLE, said, true, null);
            }
            case VIR_ERR_INTERNAL_ERROR ->
                new EndpointException(
                        FindingCode.ENDPOINT_FAILED, said, CLOSED.matcher(lower).find(), null);
            // a domain that was undefined while it was listed
            case VIR_ERR_RPC, VIR_ERR_NO_DOMAIN -> new EndpointException(FindingCode.ENDPOINT_FAILED, said, true, null);
            default -> new EndpointException(FindingCode.ENDPOINT_FAILED, said, false, null);
        };
    }

    @Override
    public void close() {
        // the connection lives no longer than the one call
    }
}
