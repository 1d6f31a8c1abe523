package org.pimtools.migrator.inventory;

import java.util.Optional;
import java.util.regex.Pattern;
import org.pimtools.common.plan.EndpointType;

/**
 * What provider IDs look like, by provider type: all that can be checked of one while its endpoint cannot be asked. The rules are
 * those by which the inventories make them, see {@code docs/providers.md}.
 */
public final class ProviderIdShape {
    private static final String UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern VCENTER = Pattern.compile(UUID + "#vm-[0-9]{1,12}");
    private static final Pattern ESXI = Pattern.compile(UUID + "#(?:vm-)?[0-9]{1,12}");
    private static final Pattern LIBVIRT = Pattern.compile(UUID);
    private static final Pattern AMAZON = Pattern.compile("i-(?:[0-9a-f]{8}|[0-9a-f]{17})");
    private static final Pattern AZURE = Pattern.compile("/subscriptions/" + UUID
            + "/resourcegroups/[^/#\\p{Upper}]{1,90}/providers/microsoft\\.compute/virtualmachines/[^/#\\p{Upper}]{1,64}#"
            + UUID);
    private static final Pattern GOOGLE = Pattern.compile("[1-9][0-9]{0,19}");
    private static final Pattern VCLOUD = Pattern.compile("urn:vcloud:vm:" + UUID);
    private static final Pattern OCI =
            Pattern.compile("ocid1\\.instance\\.[a-z0-9-]+(?:\\.[a-z0-9-]*){1,2}\\.[a-z0-9]+");

    private ProviderIdShape() {}

    /**
     * Why the ID cannot be one of this type of provider.
     *
     * @return empty when it can
     */
    public static Optional<String> fault(EndpointType type, ProviderId id) {
        Optional<Pattern> shape =
                switch (type) {
                    case VCENTER_CLUSTER -> Optional.of(VCENTER);
                    case VMX_04 -> Optional.of(ESXI);
                    case KVM -> Optional.of(LIBVIRT);
                    case AMAZON -> Optional.of(AMAZON);
                    case AZURE -> Optional.of(AZURE);
                    case GOOGLE -> Optional.of(GOOGLE);
                    case VCLOUD -> Optional.of(VCLOUD);
                    case OCI -> Optional.of(OCI);
                    case XEN_3, XENSERVER, HYPERV_301, VBOX -> Optional.empty();
                };
        if (shape.isEmpty()) {
            return Optional.of("what a provider ID of " + type.platformName() + " looks like is not known");
        }
        return shape.get().matcher(id.value()).matches()
                ? Optional.empty()
                : Optional.of("a provider ID of " + type.platformName() + " looks like " + example(type));
    }

    private static String example(EndpointType type) {
        return switch (type) {
            case VCENTER_CLUSTER -> "eb75c6bf-3059-47e2-a99b-72834909d3eb#vm-97641";
            case VMX_04 -> "eb75c6bf-3059-47e2-a99b-72834909d3eb#12";
            case KVM -> "9b2f2c3e-5d3b-4c0e-8f5e-0d1c2b3a4958";
            case AMAZON -> "i-00ab90b5e33820836";
            case AZURE ->
                "/subscriptions/UUID/resourcegroups/GROUP/providers/microsoft.compute/virtualmachines/NAME#UUID, in lower case";
            case GOOGLE -> "7029510428967378677";
            case VCLOUD -> "urn:vcloud:vm:b4f82701-e0d1-488b-9ea3-ba078115a4e0";
            case OCI -> "ocid1.instance.oc1.phx.abc";
            case XEN_3, XENSERVER, HYPERV_301, VBOX -> "";
        };
    }
}
