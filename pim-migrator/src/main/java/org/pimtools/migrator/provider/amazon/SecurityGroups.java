package org.pimtools.migrator.provider.amazon;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.pimtools.migrator.inventory.Connector;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.EntityLister;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;

/** The security groups of one account in one region, under their names and the names in their tags. */
final class SecurityGroups implements EntityLister {
    private final AmazonService ec2;
    private final String nameTag;

    SecurityGroups(AmazonService ec2, String nameTag) {
        this.ec2 = ec2;
        this.nameTag = nameTag;
    }

    @Override
    public void list(Connector.PageSink sink) throws EndpointException, InterruptedException {
        ec2.pages(
                Query.ec2(SecurityGroup.ACTION),
                answer -> SecurityGroup.page(answer, nameTag),
                page -> sink.page(page.items().stream()
                        .flatMap(group ->
                                group.names().stream().map(name -> new InventoryVm(new ProviderId(group.id()), name)))
                        .toList()));
    }

    @Override
    public Map<ProviderId, Evidence> evidence(Collection<ProviderId> groups)
            throws EndpointException, InterruptedException {
        Map<String, String> networks = new HashMap<>();
        Map<String, TreeSet<ProviderId>> members = new HashMap<>();
        List<String> ids = groups.stream().map(ProviderId::value).toList();
        for (int i = 0; i < ids.size(); i += Query.MOST_VALUES) {
            List<String> some = new ArrayList<>(ids.subList(i, Math.min(i + Query.MOST_VALUES, ids.size())));
            ec2.pages(
                    Query.ec2(SecurityGroup.ACTION).filtered("group-id", some),
                    answer -> SecurityGroup.page(answer, nameTag),
                    page -> page.items()
                            .forEach(group ->
                                    networks.put(group.id(), group.vpc().isEmpty() ? "" : "VPC " + group.vpc())));
            ec2.pages(
                    Query.ec2(Instance.ACTION).filtered("network-interface.group-id", some),
                    answer -> Instance.page(answer, nameTag),
                    page -> page.items()
                            .forEach(instance -> instance.groups()
                                    .forEach(group -> members.computeIfAbsent(group, any -> new TreeSet<>())
                                            .add(new ProviderId(instance.id())))));
        }
        Map<ProviderId, Evidence> evidence = new HashMap<>();
        networks.forEach((id, network) -> evidence.put(
                new ProviderId(id), Evidence.ofMembers(network, members.getOrDefault(id, new TreeSet<>()))));
        return evidence;
    }
}
