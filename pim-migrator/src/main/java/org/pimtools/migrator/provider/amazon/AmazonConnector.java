package org.pimtools.migrator.provider.amazon;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.inventory.Connector;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.EntitySource;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.remote.RemoteClient;

/**
 * Lists what one account has in one region of EC2. A VM's provider ID is the instance's ID, its name the value of a tag; an instance
 * without the tag has the empty name. Firewalls are security groups, load balancers those of Elastic Load Balancing, which has an
 * address of its own. It calls actions that describe, and nothing else.
 */
public final class AmazonConnector implements Connector {
    private static final String NAME_TAG = "name-tag";
    private static final String DEFAULT_NAME_TAG =
            ProviderKind.AMAZON.options().get(NAME_TAG).otherwise();

    private static final String EC2_RIGHTS = "ec2:DescribeInstances and ec2:DescribeSecurityGroups";
    private static final String BALANCING_RIGHTS =
            "elasticloadbalancing:DescribeLoadBalancers, DescribeTargetGroups and DescribeTargetHealth";

    private final AmazonService ec2;
    private final Optional<AmazonService> balancing;
    private final String nameTag;

    private AmazonConnector(AmazonService ec2, Optional<AmazonService> balancing, String nameTag) {
        this.ec2 = ec2;
        this.balancing = balancing;
        this.nameTag = nameTag;
    }

    /**
     * Nothing is sent yet.
     *
     * @param ec2 leads to EC2
     * @param balancing leads to Elastic Load Balancing; empty when its address is not known
     * @param login with the parts that {@link ProviderKind#AMAZON} has
     * @param options of the endpoint
     */
    public static AmazonConnector open(
            RemoteClient ec2, Optional<RemoteClient> balancing, EndpointSecret login, Map<String, String> options) {
        return new AmazonConnector(
                service(ec2, "ec2", "EC2", EC2_RIGHTS, login),
                balancing.map(client ->
                        service(client, "elasticloadbalancing", "Elastic Load Balancing", BALANCING_RIGHTS, login)),
                options.getOrDefault(NAME_TAG, DEFAULT_NAME_TAG));
    }

    private static AmazonService service(
            RemoteClient client, String signedFor, String name, String rights, EndpointSecret login) {
        Clock clock = Clock.systemUTC();
        Optional<Secret> sessionToken = Optional.ofNullable(login.parts().get("session-token"));
        SignatureV4 signer = new SignatureV4(
                signedFor,
                login.name("region"),
                login.name("access-key"),
                login.part("secret-key"),
                sessionToken,
                clock);
        AmazonErrors errors = new AmazonErrors(name, rights, sessionToken.isPresent(), clock);
        return new AmazonService(name, client.signedBy(signer).judgedBy(errors));
    }

    @Override
    public void list(PageSink sink) throws EndpointException, InterruptedException {
        ec2.pages(
                Query.ec2(Instance.ACTION),
                answer -> Instance.page(answer, nameTag),
                page -> sink.page(page.items().stream()
                        .map(each -> new InventoryVm(new ProviderId(each.id()), each.name()))
                        .toList()));
    }

    @Override
    public Map<ProviderId, Evidence> evidence(Collection<ProviderId> vms)
            throws EndpointException, InterruptedException {
        List<String> ids = vms.stream().map(ProviderId::value).toList();
        Map<ProviderId, Evidence> evidence = new HashMap<>();
        for (int i = 0; i < ids.size(); i += Query.MOST_VALUES) {
            List<String> some = ids.subList(i, Math.min(i + Query.MOST_VALUES, ids.size()));
            ec2.pages(
                    Query.ec2(Instance.ACTION).filtered("instance-id", some),
                    answer -> Instance.page(answer, nameTag),
                    page -> page.items()
                            .forEach(each -> evidence.put(
                                    new ProviderId(each.id()), new Evidence("", new TreeSet<>(), each.macs()))));
        }
        return evidence;
    }

    @Override
    public String version() {
        return "EC2 API " + Query.EC2_VERSION;
    }

    @Override
    public EntitySource entities(EntityKind kind) {
        return switch (kind) {
            case VM -> throw new IllegalArgumentException("VMs are listed by themselves");
            case FIREWALL -> new EntitySource.Listed(new SecurityGroups(ec2, nameTag));
            case LOAD_BALANCER ->
                balancing
                        .<EntitySource>map(service -> new EntitySource.Listed(new Balancers(service)))
                        .orElseGet(() -> new EntitySource.NotRead(
                                "where Elastic Load Balancing of this address is, is not known; give the endpoint the"
                                        + " option elb-address"));
        };
    }

    /** Nothing is open: each request stands for itself. */
    @Override
    public void close() {}
}
