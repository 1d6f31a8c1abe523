package org.pimtools.migrator.provider.azure;

import java.util.Locale;
import java.util.Optional;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;

/** The list of all network interfaces of a subscription. Source: the REST reference "Network Interfaces - List All". */
final class NetworkInterfaces implements ArmPage.Entry<NetworkInterfaces.Card> {
    private static final String PATH = "/providers/Microsoft.Network/networkInterfaces?api-version=2022-07-01";

    private final Subscription subscription;

    NetworkInterfaces(Subscription subscription) {
        this.subscription = subscription;
    }

    /**
     * A network interface of a machine.
     *
     * @param machine the machine's resource ID in lower case
     */
    record Card(String machine, String mac) {}

    /** The first page's path and query. */
    String path() {
        return subscription.path() + PATH;
    }

    /** Those that have no machine or no address yet tell nothing. */
    @Override
    public Optional<Card> read(JsonAnswer answer) throws InvalidJson {
        Reading card = new Reading(answer);
        answer.object(card::member);
        return card.machine.isEmpty() || card.mac.isEmpty()
                ? Optional.empty()
                : Optional.of(new Card(card.machine, card.mac));
    }

    private static final class Reading {
        private final JsonAnswer answer;
        private String machine = "";
        private String mac = "";

        Reading(JsonAnswer answer) {
            this.answer = answer;
        }

        void member(String member) throws InvalidJson {
            if (member.equals("properties")) {
                answer.object(this::property);
            }
        }

        private void property(String property) throws InvalidJson {
            if (property.equals("macAddress")) {
                mac = answer.text();
            } else if (property.equals("virtualMachine") && answer.atObject()) {
                answer.object(this::owner);
            }
        }

        private void owner(String member) throws InvalidJson {
            if (member.equals("id")) {
                machine = answer.text().toLowerCase(Locale.ROOT);
            }
        }
    }
}
