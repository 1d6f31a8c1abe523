package org.pimtools.migrator.provider;

import java.util.Map;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.testkit.doubles.VsphereDouble;
import org.pimtools.testkit.doubles.azure.AzureApp;
import org.pimtools.testkit.doubles.azure.AzureDouble;
import org.pimtools.testkit.doubles.google.GoogleDouble;
import org.pimtools.testkit.doubles.google.GoogleProject;
import org.pimtools.testkit.doubles.hyperv.HypervDouble;
import org.pimtools.testkit.doubles.oci.OciDouble;
import org.pimtools.testkit.doubles.oci.OciTenancy;
import org.pimtools.testkit.doubles.vcloud.VcdDouble;
import org.pimtools.testkit.doubles.vcloud.VcdOrganisation;

/** What an operator writes down of the doubles of clouds, hosts and vCenters. */
public final class CloudEndpoints {
    private CloudEndpoints() {}

    /** A subscription; the double issues the tokens, too. */
    public static OneEndpoint.Description of(AzureDouble server, String subscription, AzureApp app) {
        return new OneEndpoint.Description(
                ProviderKind.AZURE,
                server.port(),
                server.certificate().sha256(),
                Map.of(
                        "subscription",
                        subscription,
                        "tenant",
                        app.tenant(),
                        "authority",
                        server.authority(),
                        "client-id",
                        app.clientId()),
                Map.of(),
                Map.of("client-secret", app.clientSecret()));
    }

    /** A project; the double issues the tokens, too. */
    public static OneEndpoint.Description of(GoogleDouble server, GoogleProject project) {
        return new OneEndpoint.Description(
                ProviderKind.GOOGLE,
                server.port(),
                server.certificate().sha256(),
                Map.of("project", project.id()),
                Map.of(),
                Map.of("key-file", project.keyFile(server.tokenUri())));
    }

    public static OneEndpoint.Description of(VcdDouble server, VcdOrganisation organisation) {
        return new OneEndpoint.Description(
                ProviderKind.VCLOUD,
                server.port(),
                server.certificate().sha256(),
                Map.of("organisation", organisation.name(), "user", organisation.user()),
                Map.of(),
                Map.of("password", organisation.password()));
    }

    /** A tenancy; the double is its identity service, too. */
    public static OneEndpoint.Description of(OciDouble server, OciTenancy tenancy) {
        return new OneEndpoint.Description(
                ProviderKind.OCI,
                server.port(),
                server.certificate().sha256(),
                Map.of(
                        "region",
                        "eu-frankfurt-1",
                        "tenancy",
                        tenancy.id(),
                        "user",
                        tenancy.user(),
                        "fingerprint",
                        tenancy.key().fingerprint()),
                Map.of("identity", "127.0.0.1:" + server.port()),
                Map.of("key-file", tenancy.key().pkcs8()));
    }

    /** A host, which the operator knows to speak in clear where it does. */
    public static OneEndpoint.Description of(HypervDouble server) {
        HypervDouble.Options options = server.options();
        return new OneEndpoint.Description(
                ProviderKind.HYPERV_301,
                server.port(),
                options.certificate() == null ? null : options.certificate().sha256(),
                Map.of("user", options.user()),
                options.certificate() == null ? Map.of("transport", "tcp") : Map.of(),
                Map.of("password", options.password()));
    }

    /** A vCenter. */
    public static OneEndpoint.Description of(VsphereDouble server) {
        return new OneEndpoint.Description(
                ProviderKind.VCENTER_CLUSTER,
                server.port(),
                server.fingerprint(),
                Map.of("user", server.user()),
                Map.of(),
                Map.of("password", server.password()));
    }
}
