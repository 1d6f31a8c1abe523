package org.pimtools.testkit.doubles.azure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.pimtools.testkit.doubles.HttpExchange;

/**
 * Pages as Azure Resource Manager writes them. Sources: the REST references "Virtual Machines - List All", "Network Interfaces -
 * List All", "Network Security Groups - List All" and "Load Balancers - List All"; of each resource a part of its properties, among
 * them some that nobody asks for.
 */
final class AzureJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AzureJson() {}

    /** @param next the next page's address; empty on the last one */
    static HttpExchange.Reply vms(String subscription, List<AzureVm> vms, String next) {
        ObjectNode page = JSON.createObjectNode();
        ArrayNode value = page.putArray("value");
        vms.forEach(vm -> vm(value.addObject(), subscription, vm));
        return reply(page, next);
    }

    private static void vm(ObjectNode node, String subscription, AzureVm vm) {
        node.put("name", vm.name());
        node.put("id", vm.resourceId(subscription));
        node.put("type", "Microsoft.Compute/virtualMachines");
        node.put("location", "westeurope");
        if (!vm.tags().isEmpty()) {
            ObjectNode tags = node.putObject("tags");
            vm.tags().forEach(tags::put);
        }
        ObjectNode properties = node.putObject("properties");
        if (!vm.vmId().isEmpty()) {
            properties.put("vmId", vm.vmId());
        }
        properties.putObject("hardwareProfile").put("vmSize", "Standard_B1s");
        ObjectNode storage = properties.putObject("storageProfile");
        storage.putObject("imageReference").put("publisher", "Canonical").put("sku", "22_04-lts");
        storage.putObject("osDisk")
                .put("osType", "Linux")
                .put("name", vm.name() + "_disk")
                .put("diskSizeGB", 30);
        storage.putArray("dataDisks");
        if (!vm.computerName().isEmpty()) {
            ObjectNode os = properties.putObject("osProfile");
            os.put("computerName", vm.computerName()).put("adminUsername", "admin");
            os.putObject("linuxConfiguration").put("disablePasswordAuthentication", true);
            os.putArray("secrets");
        }
        ArrayNode cards = properties.putObject("networkProfile").putArray("networkInterfaces");
        for (int i = 0; i < vm.macs().size(); i++) {
            cards.addObject().put("id", cardId(subscription, vm, i));
        }
        properties.put("provisioningState", vm.state());
    }

    /** The network interfaces of the machines. @param next the next page's address; empty on the last one */
    static HttpExchange.Reply cards(String subscription, List<AzureVm> vms, String next) {
        ObjectNode page = JSON.createObjectNode();
        ArrayNode value = page.putArray("value");
        for (AzureVm vm : vms) {
            for (int i = 0; i < vm.macs().size(); i++) {
                ObjectNode node = value.addObject();
                node.put("name", vm.name() + "-" + i);
                node.put("id", cardId(subscription, vm, i));
                node.put("location", "westeurope");
                ObjectNode properties = node.putObject("properties");
                properties.put("provisioningState", "Succeeded");
                ObjectNode ip =
                        properties.putArray("ipConfigurations").addObject().put("name", "ip");
                networks(properties, ip.putObject("properties"), subscription, vm);
                properties.put("macAddress", vm.macs().get(i));
                properties.put("primary", i == 0);
                properties.putObject("virtualMachine").put("id", vm.resourceId(subscription));
            }
        }
        return reply(page, next);
    }

    private static void networks(ObjectNode card, ObjectNode ip, String subscription, AzureVm vm) {
        ip.put("privateIPAddress", "10.0.0.4");
        for (AzureNetworkResource each : vm.networks()) {
            String id = each.resourceId(subscription);
            switch (each.type()) {
                case SECURITY_GROUP -> card.putObject("networkSecurityGroup").put("id", id);
                case LOAD_BALANCER ->
                    ip.withArrayProperty("loadBalancerBackendAddressPools")
                            .addObject()
                            .put("id", id + "/backendAddressPools/pool");
            }
        }
    }

    /** Security groups or load balancers. @param next the next page's address; empty on the last one */
    static HttpExchange.Reply networks(String subscription, List<AzureNetworkResource> resources, String next) {
        ObjectNode page = JSON.createObjectNode();
        ArrayNode value = page.putArray("value");
        for (AzureNetworkResource each : resources) {
            ObjectNode node = value.addObject();
            String id = each.resourceId(subscription);
            node.put("name", each.name());
            node.put("id", id);
            node.put("etag", "W/\"00000000-0000-0000-0000-000000000000\"");
            node.put("type", "Microsoft.Network/" + each.type().path());
            node.put("location", "westeurope");
            if (!each.tags().isEmpty()) {
                ObjectNode tags = node.putObject("tags");
                each.tags().forEach(tags::put);
            }
            ObjectNode properties = node.putObject("properties");
            properties.put("provisioningState", each.state());
            properties.put("resourceGuid", "00000000-0000-0000-0000-000000000000");
            switch (each.type()) {
                case SECURITY_GROUP -> {
                    ObjectNode rule = properties.putArray("securityRules").addObject();
                    rule.put("name", "a rule").put("id", id + "/securityRules/a rule");
                    rule.putObject("properties").put("protocol", "*").put("priority", 100);
                }
                case LOAD_BALANCER ->
                    properties
                            .putArray("backendAddressPools")
                            .addObject()
                            .put("name", "pool")
                            .put("id", id + "/backendAddressPools/pool");
            }
        }
        return reply(page, next);
    }

    private static String cardId(String subscription, AzureVm vm, int number) {
        return "/subscriptions/" + subscription + "/resourceGroups/" + vm.group()
                + "/providers/Microsoft.Network/networkInterfaces/" + vm.name() + "-" + number;
    }

    private static HttpExchange.Reply reply(ObjectNode page, String next) {
        if (!next.isEmpty()) {
            page.put("nextLink", next);
        }
        return HttpExchange.Reply.json(200, page.toString());
    }
}
