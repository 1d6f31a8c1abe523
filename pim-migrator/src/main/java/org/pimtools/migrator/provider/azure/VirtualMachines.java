package org.pimtools.migrator.provider.azure;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;

/**
 * The list of all virtual machines of a subscription. Source: the REST reference "Virtual Machines - List All".
 *
 * <p>A machine without a {@code vmId} that is not provisioned has no identity yet, and one that is being deleted will have none any
 * more: both are left out.
 */
final class VirtualMachines implements ArmPage.Entry<InventoryVm> {
    /** What the list needs. */
    static final String RIGHT = "Microsoft.Compute/virtualMachines/read";

    static final String API_VERSION = "2022-08-01";

    private static final String PATH = "/providers/Microsoft.Compute/virtualMachines?api-version=" + API_VERSION;
    private static final Pattern RESOURCE = Pattern.compile("/subscriptions/[^/#\\p{Cc}]+/resourcegroups/[^/#\\p{Cc}]+"
            + "/providers/microsoft\\.compute/virtualmachines/[^/#\\p{Cc}]+");
    private static final Pattern VM_ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String DELETING = "deleting";
    private static final String PROVISIONED = "succeeded";

    private final Subscription subscription;
    private final NameSource source;
    private final String nameTag;

    /** @param nameTag the tag that holds the name, where a tag does; Azure does not regard the case of its key */
    VirtualMachines(Subscription subscription, NameSource source, String nameTag) {
        this.subscription = subscription;
        this.source = source;
        this.nameTag = nameTag;
    }

    /** The first page's path and query. */
    String path() {
        return subscription.path() + PATH;
    }

    @Override
    public Optional<InventoryVm> read(JsonAnswer answer) throws InvalidJson {
        Reading machine = new Reading(answer);
        answer.object(machine::member);
        return machine.vm();
    }

    /** The resource that a provider ID begins with, in lower case. */
    static String resourceOf(ProviderId vm) {
        return vm.value().substring(0, vm.value().indexOf('#'));
    }

    private final class Reading {
        private final JsonAnswer answer;
        private String id = "";
        private String vmId = "";
        private String state = "";
        private String name = "";

        Reading(JsonAnswer answer) {
            this.answer = answer;
        }

        void member(String member) throws InvalidJson {
            switch (member) {
                case "id" -> id = lower(answer.text());
                case "name" -> nameFrom(NameSource.RESOURCE);
                case "tags" -> {
                    if (answer.atObject()) {
                        answer.object(this::tag);
                    }
                }
                case "properties" -> answer.object(this::property);
                default -> {
                    // of no use here
                }
            }
        }

        private void property(String property) throws InvalidJson {
            switch (property) {
                case "vmId" -> vmId = lower(answer.text());
                case "provisioningState" -> state = lower(answer.text());
                case "osProfile" -> {
                    if (answer.atObject()) {
                        answer.object(this::system);
                    }
                }
                default -> {
                    // of no use here
                }
            }
        }

        private void system(String member) throws InvalidJson {
            if (member.equals("computerName")) {
                nameFrom(NameSource.COMPUTER_NAME);
            }
        }

        private void tag(String key) throws InvalidJson {
            if (key.equalsIgnoreCase(nameTag)) {
                nameFrom(NameSource.TAG);
            }
        }

        private void nameFrom(NameSource here) throws InvalidJson {
            if (source == here) {
                name = answer.text();
            }
        }

        Optional<InventoryVm> vm() throws InvalidJson {
            if (state.equals(DELETING) || vmId.isEmpty() && !state.equals(PROVISIONED)) {
                return Optional.empty();
            }
            if (!RESOURCE.matcher(id).matches() || !subscription.has(id)) {
                throw new InvalidJson("a virtual machine whose ID is none of this subscription");
            }
            if (!VM_ID.matcher(vmId).matches()) {
                throw new InvalidJson("a virtual machine without a valid vmId");
            }
            return Optional.of(new InventoryVm(new ProviderId(id + "#" + vmId), name));
        }
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
