package org.pimtools.migrator.provider.hyperv;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.inventory.Connector;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.EntitySource;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.Request;
import org.pimtools.migrator.remote.XmlAnswer;

/**
 * Lists the virtual machines of one Hyper-V host: the instances of {@code Msvm_ComputerSystem}. A provider ID is the machine's
 * GUID, the property {@code Name}, as the host writes it; the name is {@code ElementName}. The host itself is an instance, too,
 * and is left out by its {@code Name}, which is no GUID; its caption would depend on the host's language.
 */
public final class HypervConnector implements Connector {
    private static final String PATH = "/wsman";
    private static final String SYSTEM = "Msvm_ComputerSystem";
    private static final List<String> CARDS =
            List.of("Msvm_SyntheticEthernetPortSettingData", "Msvm_EmulatedEthernetPortSettingData");
    private static final String NAME = "Name";
    private static final String ELEMENT_NAME = "ElementName";
    private static final String INSTANCE_ID = "InstanceID";
    private static final String ADDRESS = "Address";

    private static final String GUID = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";
    private static final Pattern IS_GUID = Pattern.compile(GUID);
    private static final Pattern CARD_OF = Pattern.compile("Microsoft:(" + GUID + ")\\\\.*");

    private static final int OK = 200;
    private static final int INTERNAL = 500;

    private final RemoteClient client;
    private final WsmanRequests requests;
    /** What would be left behind at the host. */
    private Optional<Request> release = Optional.empty();

    private HypervConnector(RemoteClient client) {
        this.client = client;
        this.requests = new WsmanRequests(client.origin().at(PATH));
    }

    /**
     * Nothing is sent yet.
     *
     * @param login with the parts that {@link org.pimtools.common.provider.ProviderKind#HYPERV_301} has
     */
    public static HypervConnector open(RemoteClient client, EndpointSecret login) {
        String user = login.name("user");
        Secret password = login.part("password");
        // a fault of WS-Management is an answer with the status 500
        return new HypervConnector(client.signedBy(request -> request.basic(user, password))
                .accepting(status -> status == OK || status == INTERNAL));
    }

    private interface Taking {
        void page(List<Map<String, String>> instances) throws EndpointException;
    }

    @Override
    public void list(PageSink sink) throws EndpointException, InterruptedException {
        enumerate(SYSTEM, Set.of(NAME, ELEMENT_NAME), instances -> {
            List<InventoryVm> vms = new ArrayList<>(instances.size());
            for (Map<String, String> each : instances) {
                String name = each.getOrDefault(NAME, "");
                if (IS_GUID.matcher(name).matches()) {
                    vms.add(new InventoryVm(new ProviderId(name), each.getOrDefault(ELEMENT_NAME, "")));
                }
            }
            sink.page(vms);
        });
    }

    @Override
    public Map<ProviderId, Evidence> evidence(Collection<ProviderId> vms)
            throws EndpointException, InterruptedException {
        Map<ProviderId, SortedSet<String>> macs = new HashMap<>();
        vms.forEach(vm -> macs.put(vm, new TreeSet<>()));
        for (String card : CARDS) {
            enumerate(card, Set.of(INSTANCE_ID, ADDRESS), instances -> {
                for (Map<String, String> each : instances) {
                    Matcher owner = CARD_OF.matcher(each.getOrDefault(INSTANCE_ID, ""));
                    String mac = each.getOrDefault(ADDRESS, "");
                    if (owner.matches() && !mac.isEmpty()) {
                        macs.getOrDefault(new ProviderId(owner.group(1)), new TreeSet<>())
                                .add(mac);
                    }
                }
            });
        }
        Map<ProviderId, Evidence> evidence = new HashMap<>();
        macs.forEach((vm, cards) -> {
            if (!cards.isEmpty()) {
                evidence.put(vm, new Evidence("", new TreeSet<>(), cards));
            }
        });
        return evidence;
    }

    @Override
    public String version() {
        return "";
    }

    @Override
    public EntitySource entities(EntityKind kind) {
        return new EntitySource.NoneThere("a Hyper-V host has no " + kind.noun() + "s");
    }

    /** A page that is lost is behind the enumeration's context: only the whole can be asked for again, from its beginning. */
    private void enumerate(String className, Set<String> properties, Taking taking)
            throws EndpointException, InterruptedException {
        WsmanAnswer answer = asked(requests.enumerate(className), properties);
        Map<String, String> first = Map.of();
        while (true) {
            release = answer.context().map(context -> requests.release(className, context));
            List<Map<String, String>> instances = answer.instances();
            if (!instances.isEmpty()) {
                if (instances.get(0).equals(first)) {
                    throw new EndpointException(
                            FindingCode.ENDPOINT_FAILED,
                            "WS-Management sends instances that it sent before",
                            true,
                            null);
                }
                first = instances.get(0);
                taking.page(instances);
            }
            if (answer.context().isEmpty()) {
                return;
            }
            answer = asked(requests.pull(className, answer.context().get()), properties);
        }
    }

    private WsmanAnswer asked(Request request, Set<String> properties) throws EndpointException, InterruptedException {
        try {
            return client.<WsmanAnswer, XMLStreamException>send(request, received -> {
                try {
                    return WsmanAnswer.read(received.body(), properties);
                } catch (WsmanFault e) {
                    throw e.fault();
                } catch (XMLStreamException e) {
                    if (received.status() == INTERNAL) {
                        throw new RemoteException(
                                RemoteException.Reason.FAILED, "WS-Management answered HTTP 500", true, e);
                    }
                    throw e;
                }
            });
        } catch (RemoteException e) {
            throw EndpointException.of(e);
        } catch (XMLStreamException e) {
            throw new EndpointException(
                    FindingCode.ENDPOINT_FAILED,
                    "the answer is not what WS-Management says: " + XmlAnswer.reason(e),
                    false,
                    e);
        }
    }

    /** Releases an enumeration that was not read to its end. */
    @Override
    public void close() {
        Optional<Request> open = release;
        release = Optional.empty();
        if (open.isEmpty()) {
            return;
        }
        try {
            client.send(open.get(), answer -> null);
        } catch (RemoteException e) {
            // the host gives it up by itself, after a few minutes
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
