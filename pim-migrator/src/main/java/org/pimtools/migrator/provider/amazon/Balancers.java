package org.pimtools.migrator.provider.amazon;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.stream.XMLStreamException;
import org.pimtools.migrator.inventory.Connector;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.EntityLister;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.remote.XmlAnswer;

/** The load balancers of one account in one region: the classic ones, and those of today. */
final class Balancers implements EntityLister {
    private static final String TARGET_GROUPS = "DescribeTargetGroups";
    private static final String TARGET_HEALTH = "DescribeTargetHealth";

    private final AmazonService balancing;

    Balancers(AmazonService balancing) {
        this.balancing = balancing;
    }

    @Override
    public void list(Connector.PageSink sink) throws EndpointException, InterruptedException {
        classic(page -> sink.page(named(page)));
        current(page -> sink.page(named(page)));
    }

    private static List<InventoryVm> named(Page<Balancer> page) {
        return page.items().stream()
                .map(each -> new InventoryVm(new ProviderId(each.id()), each.name()))
                .toList();
    }

    private void classic(AmazonService.Taking<Balancer> taking) throws EndpointException, InterruptedException {
        balancing.pages(Query.classic(Balancer.ACTION), Balancer::classicPage, taking);
    }

    private void current(AmazonService.Taking<Balancer> taking) throws EndpointException, InterruptedException {
        balancing.pages(Query.balancing(Balancer.ACTION), Balancer::page, taking);
    }

    /**
     * The lists are read again, since a request that names one which is gone fails; then, of those with an ARN that are meant, the
     * targets of their target groups.
     */
    @Override
    public Map<ProviderId, Evidence> evidence(Collection<ProviderId> balancers)
            throws EndpointException, InterruptedException {
        Set<ProviderId> wanted = new HashSet<>(balancers);
        Map<ProviderId, Evidence> evidence = new HashMap<>();
        classic(page -> page.items().stream()
                .filter(each -> wanted.contains(new ProviderId(each.id())))
                .forEach(each -> evidence.put(new ProviderId(each.id()), of(each, each.members()))));
        List<Balancer> current = new ArrayList<>();
        current(page -> page.items().stream()
                .filter(each -> wanted.contains(new ProviderId(each.id())))
                .forEach(current::add));
        for (Balancer each : current) {
            evidence.put(new ProviderId(each.id()), of(each, targets(each)));
        }
        return evidence;
    }

    private static Evidence of(Balancer balancer, TreeSet<ProviderId> members) {
        return Evidence.ofMembers(balancer.vpc().isEmpty() ? "" : "VPC " + balancer.vpc(), members);
    }

    private TreeSet<ProviderId> targets(Balancer balancer) throws EndpointException, InterruptedException {
        List<String> groups = new ArrayList<>();
        balancing.pages(
                Query.balancing(TARGET_GROUPS).with("LoadBalancerArn", balancer.id()),
                answer -> texts(answer, TARGET_GROUPS, "TargetGroups", "TargetGroupArn"),
                page -> groups.addAll(page.items()));
        TreeSet<ProviderId> targets = new TreeSet<>();
        for (String group : groups) {
            balancing.pages(
                    Query.balancingAtOnce(TARGET_HEALTH).with("TargetGroupArn", group),
                    Balancers::registered,
                    page -> targets.addAll(page.items()));
        }
        return targets;
    }

    private static Page<String> texts(XmlAnswer answer, String action, String list, String element)
            throws XMLStreamException {
        List<String> texts = new ArrayList<>();
        Optional<String> next = Result.read(
                answer, action, list, () -> XmlList.within(answer, element, () -> texts.add(answer.text())));
        return new Page<>(texts, texts.size(), next);
    }

    /** What is registered with a target group: an instance's ID, or an address, which is nobody's ID. */
    private static Page<ProviderId> registered(XmlAnswer answer) throws XMLStreamException {
        List<ProviderId> registered = new ArrayList<>();
        Optional<String> next = Result.read(
                answer,
                TARGET_HEALTH,
                "TargetHealthDescriptions",
                () -> XmlList.within(
                        answer,
                        "Target",
                        () -> XmlList.within(answer, "Id", () -> registered.add(Result.id(answer.text())))));
        return new Page<>(registered, registered.size(), next);
    }
}
