package org.pimtools.migrator.provider.azure;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;

/** The list of all network interfaces of a subscription. Source: the REST reference "Network Interfaces - List All". */
final class NetworkInterfaces implements ArmPage.Entry<NetworkInterfaces.Card> {
    /** What the list needs. */
    static final String RIGHT = "Microsoft.Network/networkInterfaces/read";

    private static final String PATH = "/providers/Microsoft.Network/networkInterfaces?api-version=2022-07-01";

    /** What an address has of load balancers: their pools, and the rules that lead to it alone. */
    private static final Set<String> OF_BALANCERS =
            Set.of("loadBalancerBackendAddressPools", "loadBalancerInboundNatRules");

    private static final Pattern BEHIND_BALANCER = Pattern.compile("/(?:backendaddresspools|inboundnatrules)/[^/]*$");

    private final Subscription subscription;

    NetworkInterfaces(Subscription subscription) {
        this.subscription = subscription;
    }

    /**
     * A network interface of a machine.
     *
     * @param machine the machine's resource ID in lower case
     * @param mac empty when it has no address yet
     * @param networks the resource IDs of the security group and of the load balancers that it belongs to, in lower case
     */
    record Card(String machine, String mac, Set<String> networks) {}

    /** The first page's path and query. */
    String path() {
        return subscription.path() + PATH;
    }

    /** Those that have no machine tell nothing. */
    @Override
    public Optional<Card> read(JsonAnswer answer) throws InvalidJson {
        Reading card = new Reading(answer);
        answer.object(card::member);
        return card.machine.isEmpty() ? Optional.empty() : Optional.of(new Card(card.machine, card.mac, card.networks));
    }

    private static final class Reading {
        private final JsonAnswer answer;
        private String machine = "";
        private String mac = "";
        private final Set<String> networks = new TreeSet<>();

        Reading(JsonAnswer answer) {
            this.answer = answer;
        }

        void member(String member) throws InvalidJson {
            if (member.equals("properties")) {
                answer.object(this::property);
            }
        }

        private void property(String property) throws InvalidJson {
            switch (property) {
                case "macAddress" -> mac = answer.text();
                case "virtualMachine" -> ids(id -> machine = id);
                case "networkSecurityGroup" -> ids(networks::add);
                case "ipConfigurations" -> answer.array(() -> answer.object(this::ip));
                default -> {
                    // of no use here
                }
            }
        }

        private void ip(String member) throws InvalidJson {
            if (member.equals("properties")) {
                answer.object(property -> {
                    if (OF_BALANCERS.contains(property)) {
                        answer.array(() -> ids(part ->
                                networks.add(BEHIND_BALANCER.matcher(part).replaceFirst(""))));
                    }
                });
            }
        }

        /** The ID of the resource that is here, in lower case. */
        private void ids(Consumer<String> taking) throws InvalidJson {
            if (answer.atObject()) {
                answer.object(member -> {
                    if (member.equals("id")) {
                        taking.accept(answer.text().toLowerCase(Locale.ROOT));
                    }
                });
            }
        }
    }
}
