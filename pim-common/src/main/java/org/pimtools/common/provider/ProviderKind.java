package org.pimtools.common.provider;

import static org.pimtools.common.entity.EntityKind.FIREWALL;
import static org.pimtools.common.entity.EntityKind.LOAD_BALANCER;
import static org.pimtools.common.provider.EndpointOrigin.MACHINE;
import static org.pimtools.common.provider.EndpointOrigin.MACHINE_ADDRESS;
import static org.pimtools.common.provider.EndpointOrigin.MANAGER;
import static org.pimtools.common.provider.EndpointOrigin.PUBLIC_CLOUD;
import static org.pimtools.common.provider.ProviderIdShape.UUID;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.pimtools.common.entity.EntityKind;

/**
 * The kinds of endpoints, a row each: what planner, migrator, endpoints file and documentation know of a kind stands here and
 * nowhere else. Names are those of {@code hypervisor.type} in the platform's database, compared without regard to case. A new kind
 * is a row here, a folder with its connector and its registration.
 */
public enum ProviderKind {
    VCENTER_CLUSTER(ProviderRow.named("VCENTER_CLUSTER", MANAGER, 443)
            .userAndPassword()
            .ids(UUID + "#vm-[0-9]{1,12}", 36 + 1 + 13, "eb75c6bf-3059-47e2-a99b-72834909d3eb#vm-97641")
            .byHttps()
            .connected()),
    VMX_04(ProviderRow.named("VMX_04", MACHINE, 443)
            .userAndPassword()
            .option(ProviderOption.choice("id-rule", "auto", "instance-uuid", "hardware-uuid"))
            .ids(UUID + "#(?:vm-)?[0-9]{1,12}", 36 + 1 + 13, "eb75c6bf-3059-47e2-a99b-72834909d3eb#12")
            .byHttps()
            .connected()),
    KVM(ProviderRow.named("KVM", MACHINE_ADDRESS, 16514)
            .optionalName("user")
            // no secret, but whoever could change it could take the place of the host
            .optionalSecret("host-key")
            .optionalFile("key-file")
            .optionalFile("certificate-file")
            .optionalFile("ca-file")
            .option(ProviderOption.choice("transport", "tls", "ssh", "tcp", "unix", "direct"))
            .option(ProviderOption.choice("driver", "qemu", "test"))
            .option(ProviderOption.text("path", null))
            .option(ProviderOption.text("socket", null))
            .ids(UUID, 36, "9b2f2c3e-5d3b-4c0e-8f5e-0d1c2b3a4958")
            .connected()) {
        private static final int WITHOUT_TLS = 16509;
        private static final int SSH = 22;

        @Override
        public int usualPort(Map<String, String> options) {
            return switch (options.getOrDefault("transport", "tls")) {
                case "tcp" -> WITHOUT_TLS;
                case "ssh" -> SSH;
                default -> super.usualPort(options);
            };
        }

        @Override
        public boolean requires(LoginPart part, Map<String, String> options) {
            return "ssh".equals(options.get("transport"))
                    && Set.of("user", "host-key", "key-file").contains(part.name());
        }
    },
    XEN_3(ProviderRow.named("XEN_3", MACHINE, 443).userAndPassword().byHttps().unknownIds(36)),
    XENSERVER(ProviderRow.named("XENSERVER", MACHINE, 9363)
            .userAndPassword()
            .byHttps()
            .unknownIds(36)),
    /** Its usual port is not the database's, which is that of the platform's own way to the host. */
    HYPERV_301(ProviderRow.named("HYPERV_301", MACHINE, 5986)
            .userAndPassword()
            .option(ProviderOption.choice("transport", "tls", "tcp"))
            .ids("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", 36, "9B2F2C3E-5D3B-4C0E-8F5E-0D1C2B3A4958")
            .byHttps()
            .connected()) {
        private static final int WITHOUT_TLS = 5985;

        @Override
        public int usualPort(Map<String, String> options) {
            return "tcp".equals(options.get("transport")) ? WITHOUT_TLS : super.usualPort(options);
        }

        @Override
        public boolean isOfPlatform(int port) {
            return port == WITHOUT_TLS;
        }
    },
    VBOX(ProviderRow.named("VBOX", MACHINE, 443).userAndPassword().byHttps().unknownIds(36)),
    AMAZON(ProviderRow.named("AMAZON", PUBLIC_CLOUD, 443)
            .usualAddress("ec2.{region}.amazonaws.com")
            .place("region")
            .name("access-key")
            .secret("secret-key")
            .optionalSecret("session-token")
            .option(ProviderOption.text("name-tag", "Name"))
            .option(ProviderOption.text("elb-address", null))
            .ids("i-(?:[0-9a-f]{8}|[0-9a-f]{17})", 19, "i-00ab90b5e33820836")
            .ids(FIREWALL, "sg-(?:[0-9a-f]{8}|[0-9a-f]{17})", 20, "sg-0c1d2e3f405162738")
            .ids(
                    LOAD_BALANCER,
                    "[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?|arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}"
                            + ":loadbalancer/(?:app|net|gwy)/[A-Za-z0-9-]{1,32}/[0-9a-f]{16}",
                    138,
                    "web or arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/50dc6c495c0c9188")
            .byHttps()
            .connected()),
    AZURE(ProviderRow.named("azurecompute-arm", PUBLIC_CLOUD, 443)
            .usualAddress("management.azure.com")
            .place("subscription")
            .place("tenant")
            // who issues the tokens, and so gets the secret: it belongs to what the secret is bound to
            .optionalPlace("authority")
            .name("client-id")
            .secret("client-secret")
            .option(ProviderOption.choice("name-from", "resource", "tag", "computer-name"))
            .option(ProviderOption.text("name-tag", "Name"))
            // an ARM id with group and VM names of up to 90 and 64 characters, #, UUID
            .ids(
                    "/subscriptions/" + UUID + "/resourcegroups/[^/#\\p{Upper}\\p{Cc}]{1,90}"
                            + "/providers/microsoft\\.compute/virtualmachines/[^/#\\p{Upper}\\p{Cc}]{1,64}#" + UUID,
                    255,
                    "/subscriptions/UUID/resourcegroups/GROUP/providers/microsoft.compute/virtualmachines/NAME#UUID,"
                            + " in lower case")
            .ids(
                    FIREWALL,
                    networkResource("networksecuritygroups"),
                    255,
                    "/subscriptions/UUID/resourcegroups/GROUP/providers/microsoft.network/networksecuritygroups/NAME,"
                            + " in lower case")
            .ids(
                    LOAD_BALANCER,
                    networkResource("loadbalancers"),
                    255,
                    "/subscriptions/UUID/resourcegroups/GROUP/providers/microsoft.network/loadbalancers/NAME,"
                            + " in lower case")
            .byHttps()
            .connected()),
    GOOGLE(ProviderRow.named("googlecloudplatform", PUBLIC_CLOUD, 443)
            .usualAddress("compute.googleapis.com")
            .place("project")
            .file("key-file")
            .option(ProviderOption.choice("name-from", "instance", "label", "metadata"))
            .option(ProviderOption.text("name-key", "name"))
            .ids("[1-9][0-9]{0,19}", 20, "7029510428967378677")
            .ids(FIREWALL, "[1-9][0-9]{0,19}", 20, "5029510428967378677")
            .ids(LOAD_BALANCER, "[1-9][0-9]{0,19}", 20, "5029510428967378677")
            .byHttps()
            .connected()),
    VCLOUD(ProviderRow.named("vcd", PUBLIC_CLOUD, 443)
            .place("organisation")
            .name("user")
            .secret("password")
            .option(ProviderOption.text("name-metadata", null))
            .ids("urn:vcloud:vm:" + UUID, 13 + 1 + 36, "urn:vcloud:vm:b4f82701-e0d1-488b-9ea3-ba078115a4e0")
            .byHttps()
            .connected()),
    OCI(ProviderRow.named("oci", PUBLIC_CLOUD, 443)
            .usualAddress("iaas.{region}.oraclecloud.com")
            .place("region")
            .place("tenancy")
            .name("user")
            .name("fingerprint")
            .file("key-file")
            .option(ProviderOption.text("name-tag", null))
            .option(ProviderOption.text("identity", null))
            .ids(ocid("instance"), 110, "ocid1.instance.oc1.phx.abc")
            .ids(FIREWALL, ocid("networksecuritygroup"), 115, "ocid1.networksecuritygroup.oc1.phx.abc")
            .ids(LOAD_BALANCER, ocid("loadbalancer"), 110, "ocid1.loadbalancer.oc1.phx.abc")
            .byHttps()
            .connected()),
    /** A backup server, in which jobs are renamed; the port of Enterprise Manager is the usual one. */
    VEEAM(ProviderRow.named("veeam", EndpointOrigin.ELSEWHERE, 9398)
            .userAndPassword()
            .option(ProviderOption.choice("interface", "enterprise-manager", "backup-server"))
            .option(ProviderOption.choice("transport", "tls", "tcp"))
            .option(ProviderOption.text("api-version", "1.1-rev0"))
            .option(ProviderOption.textWith("job-name", "{job}", "{provider-id}"))
            .byHttps()) {
        private static final int BACKUP_SERVER = 9419;
        private static final int WITHOUT_TLS = 9399;

        @Override
        public int usualPort(Map<String, String> options) {
            if ("backup-server".equals(options.get("interface"))) {
                return BACKUP_SERVER;
            }
            return "tcp".equals(options.get("transport")) ? WITHOUT_TLS : super.usualPort(options);
        }
    },
    /** Named in the platform's documentation; nothing else of it is public. */
    E1C(ProviderRow.named("e1c", PUBLIC_CLOUD, 443).unknownIds(0));

    private static final Map<String, ProviderKind> BY_NAME = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(kind -> lower(kind.platformName()), Function.identity()));

    private final ProviderRow row;

    ProviderKind(ProviderRow row) {
        this.row = row;
    }

    /** The kind that the platform calls so, whatever the case and with blanks around; empty when there is none. */
    public static Optional<ProviderKind> of(String name) {
        return Optional.ofNullable(BY_NAME.get(lower(name.strip())));
    }

    /** The kinds whose endpoints the migrator of this version can read, in the order of the table. */
    public static List<ProviderKind> connected() {
        return Arrays.stream(values()).filter(ProviderKind::hasConnector).toList();
    }

    /** The kinds of which a plan can have endpoints: those that are connected, and those that list no VMs. */
    public static List<ProviderKind> plannable() {
        return Arrays.stream(values()).filter(ProviderKind::isPlannable).toList();
    }

    /** An ARM id in lower case. */
    private static String networkResource(String type) {
        return "/subscriptions/" + UUID + "/resourcegroups/[^/#\\p{Upper}\\p{Cc}]{1,90}/providers/microsoft\\.network/"
                + type + "/[^/#\\p{Upper}\\p{Cc}]{1,80}";
    }

    private static String ocid(String type) {
        return "ocid1\\." + type + "\\.[a-z0-9-]+(?:\\.[a-z0-9-]*){1,2}\\.[a-z0-9]+";
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The name as the platform writes it. */
    public String platformName() {
        return row.platformName;
    }

    public EndpointOrigin origin() {
        return row.origin;
    }

    /** Whether endpoints of the kind list VMs; others, such as backup servers, are only logged in to. */
    public boolean listsVms() {
        return row.origin != EndpointOrigin.ELSEWHERE;
    }

    /** Whether the migrator of this version can read the VMs of endpoints of the kind. */
    public boolean hasConnector() {
        return row.connector;
    }

    /** Whether a plan can have endpoints of the kind: what lists no VMs is no inventory, and needs no connector. */
    public boolean isPlannable() {
        return hasConnector() || !listsVms();
    }

    /** The port when none is named, by the endpoint's options. */
    public int usualPort(Map<String, String> options) {
        return row.port;
    }

    /** Whether the database's port is the one by which the platform itself reaches such hosts: the usual port is meant then. */
    public boolean isOfPlatform(int port) {
        return false;
    }

    /** Where the vendor's public endpoint of an account is, when the database names none; empty when that is not known. */
    public Optional<String> usualAddress(Map<String, String> account) {
        if (row.address == null) {
            return Optional.empty();
        }
        String region = account.get("region");
        return row.address.contains("{region}") && region == null
                ? Optional.empty()
                : Optional.of(row.address.replace("{region}", region == null ? "" : region));
    }

    /** Whether the operator can pin the certificate; false where what we connect with cannot check a fingerprint. */
    public boolean pinAllowed() {
        return row.pin;
    }

    /** What it takes to log in, in the order in which an operator fills it in. */
    public List<LoginPart> parts() {
        return List.copyOf(row.parts);
    }

    public Optional<LoginPart> part(String name) {
        return row.parts.stream().filter(part -> part.name().equals(name)).findFirst();
    }

    /** The part in which the database's user is, or in which its secret would be; empty when the kind has none. */
    public Optional<LoginPart> first(LoginPart.Nature nature) {
        return row.parts.stream().filter(part -> part.nature() == nature).findFirst();
    }

    /** Whether endpoints with these options cannot be read without the part. */
    public boolean requires(LoginPart part, Map<String, String> options) {
        return part.required();
    }

    /** Whether one logs in with something that the plan carries; libvirt can have its own, or a socket's rights. */
    public boolean needsLogin(Map<String, String> options) {
        return row.parts.stream().anyMatch(part -> requires(part, options) && part.nature() != LoginPart.Nature.PLACE);
    }

    /** The options of the kind by name. What all kinds have, such as the rate, is not among them. */
    public SortedMap<String, ProviderOption> options() {
        SortedMap<String, ProviderOption> options = new TreeMap<>();
        row.options.forEach(option -> options.put(option.name(), option));
        return options;
    }

    /** How long a provider ID usually is at most, in characters; 0 when that is not known. */
    public int usualIdLength() {
        return row.ids.usualLength();
    }

    /** Why the text cannot be a VM's provider ID of this kind; empty when it can. */
    public Optional<String> idFault(String id) {
        return idFault(EntityKind.VM, id);
    }

    /** Why the text cannot be the provider ID of an entity there; empty when it can. */
    public Optional<String> idFault(EntityKind entity, String id) {
        return switch (entity) {
            case VM -> row.ids.fault(platformName(), id);
            case FIREWALL, LOAD_BALANCER ->
                row.otherIds
                        .getOrDefault(entity, ProviderIdShape.unknown(0))
                        .fault(entity.noun() + "s of " + platformName(), id);
        };
    }
}
