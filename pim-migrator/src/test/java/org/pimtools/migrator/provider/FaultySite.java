package org.pimtools.migrator.provider;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.VsphereDouble;
import org.pimtools.testkit.doubles.amazon.Ec2Account;
import org.pimtools.testkit.doubles.amazon.Ec2Double;
import org.pimtools.testkit.doubles.amazon.Ec2Error;
import org.pimtools.testkit.doubles.amazon.Ec2Instance;
import org.pimtools.testkit.doubles.azure.AzureApp;
import org.pimtools.testkit.doubles.azure.AzureDouble;
import org.pimtools.testkit.doubles.azure.AzureError;
import org.pimtools.testkit.doubles.azure.AzureVm;
import org.pimtools.testkit.doubles.google.GoogleDouble;
import org.pimtools.testkit.doubles.google.GoogleError;
import org.pimtools.testkit.doubles.google.GoogleInstance;
import org.pimtools.testkit.doubles.google.GoogleProject;
import org.pimtools.testkit.doubles.hyperv.HypervDouble;
import org.pimtools.testkit.doubles.hyperv.HypervVm;
import org.pimtools.testkit.doubles.oci.OciDouble;
import org.pimtools.testkit.doubles.oci.OciInstance;
import org.pimtools.testkit.doubles.oci.OciRefusal;
import org.pimtools.testkit.doubles.oci.OciTenancy;
import org.pimtools.testkit.doubles.vcloud.VcdDouble;
import org.pimtools.testkit.doubles.vcloud.VcdOrganisation;
import org.pimtools.testkit.doubles.vcloud.VcdRefusal;
import org.pimtools.testkit.doubles.vcloud.VcdVm;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.server.VsphereInventory;

/**
 * A double with one account, the list of whose VMs can be made to misbehave.
 *
 * @param calls method and path of each, with the action where the path does not say it
 * @param onlyReads a pattern of calls that change nothing
 */
record FaultySite(OneEndpoint.Description description, Injection list, Supplier<List<String>> calls, String onlyReads) {
    /** Lets pages of the list misbehave. */
    interface Injection {
        void inject(int page, int times, PageFault fault);
    }

    /**
     * What is asked by HTTP.
     *
     * @param vms for a list of three pages
     * @param renews whether a login that is no longer taken is got once more
     * @param refusal how an error of a status is answered
     */
    enum Cloud {
        AMAZON(2_500, false, status -> errorOfEc2(status)) {
            @Override
            FaultySite start(Servers servers, int vms) {
                Ec2Account account = Ec2Account.numbered(1, Map.of("eu-west-1", Ec2Instance.numbered(vms)));
                Ec2Double server = servers.add(Ec2Double.start(Ec2Double.Options.of(account)));
                return new FaultySite(
                        new OneEndpoint.Description(
                                ProviderKind.AMAZON,
                                server.port(),
                                server.certificate().sha256(),
                                Map.of("region", "eu-west-1", "access-key", account.accessKey()),
                                Map.of(),
                                Map.of("secret-key", account.secretKey())),
                        (page, times, fault) -> server.inject("eu-west-1", page, times, fault),
                        () -> server.calls().stream()
                                .map(call -> call.method() + " " + call.action())
                                .toList(),
                        "POST Describe\\w+");
            }
        },
        AZURE(250, true, status -> status == 401 ? AzureError.expiredToken() : AzureError.of(status, "SomeCode", "")) {
            @Override
            FaultySite start(Servers servers, int vms) {
                String subscription = AzureApp.subscription(1);
                AzureApp app = AzureApp.numbered(1, Map.of(subscription, AzureVm.numbered(vms)));
                AzureDouble server = servers.add(
                        AzureDouble.start(AzureDouble.Options.of(app).pageSize(100)));
                return new FaultySite(
                        CloudEndpoints.of(server, subscription, app),
                        (page, times, fault) -> server.inject(subscription, page, times, fault),
                        () -> server.calls().stream()
                                .map(call -> call.method() + " " + call.path())
                                .toList(),
                        "GET .*|POST /[^/]+/oauth2/v2.0/token");
            }
        },
        GOOGLE(
                1_250,
                true,
                status -> status == 401 ? GoogleError.authError() : GoogleError.of(status, "someCode", "")) {
            @Override
            FaultySite start(Servers servers, int vms) {
                GoogleProject project = GoogleProject.of("p-1", GoogleInstance.numbered(vms));
                GoogleDouble server = servers.add(GoogleDouble.start(GoogleDouble.Options.of(project)));
                return new FaultySite(
                        CloudEndpoints.of(server, project),
                        (page, times, fault) -> server.inject(project.id(), page, times, fault),
                        server::calls,
                        "GET .*|POST /token");
            }
        },
        VCLOUD(300, true, status -> VcdRefusal.reply(status, "A_CODE")) {
            @Override
            FaultySite start(Servers servers, int vms) {
                VcdOrganisation organisation = VcdOrganisation.of("Org-1", VcdVm.numbered(vms));
                VcdDouble server = servers.add(VcdDouble.start(VcdDouble.Options.of(organisation)));
                return new FaultySite(
                        CloudEndpoints.of(server, organisation),
                        (page, times, fault) -> server.inject(organisation, page, times, fault),
                        () -> server.calls().stream()
                                .map(call -> call.method() + " " + call.path())
                                .toList(),
                        "GET .*|(POST|DELETE) .*/sessions.*");
            }
        },
        OCI(2_500, false, status -> OciRefusal.reply(status, "SomeCode")) {
            @Override
            FaultySite start(Servers servers, int vms) {
                OciTenancy tenancy = OciTenancy.numbered(1, OciInstance.numbered(vms));
                OciDouble server = servers.add(OciDouble.start(OciDouble.Options.of(tenancy)));
                return new FaultySite(
                        CloudEndpoints.of(server, tenancy),
                        (page, times, fault) -> server.inject(tenancy.id(), page, times, fault),
                        () -> server.calls().stream()
                                .map(call -> call.method() + " " + call.path())
                                .toList(),
                        "GET .*");
            }
        },
        HYPERV(250, false, status -> new HttpExchange.Reply(status, Map.of(), new byte[0])) {
            @Override
            FaultySite start(Servers servers, int vms) {
                HypervDouble server = servers.add(HypervDouble.start(HypervDouble.Options.of(HypervVm.numbered(vms))));
                return new FaultySite(
                        CloudEndpoints.of(server),
                        (page, times, fault) -> server.inject(HypervDouble.SYSTEMS, page, times, fault),
                        () -> server.calls().stream()
                                .map(call -> call.method() + " " + call.action())
                                .toList(),
                        "POST (Enumerate|Pull|Release)");
            }
        },
        VSPHERE(250, true, status -> switch (status) {
            case 401 -> VsphereDouble.notAuthenticated();
            case 500 -> VsphereDouble.systemError();
            default -> new HttpExchange.Reply(status, Map.of(), new byte[0]);
        }) {
            @Override
            FaultySite start(Servers servers, int vms) {
                VsphereDouble server =
                        servers.add(VsphereDouble.start(VsphereDouble.Options.of(VsphereInventory.numbered(vms))));
                return new FaultySite(
                        CloudEndpoints.of(server),
                        server::inject,
                        server.log()::methods,
                        "RetrieveServiceContent|Login|Logout|(Create|Destroy)(Container)?View"
                                + "|(Continue)?RetrievePropertiesEx");
            }

            /** Each new session was given. */
            @Override
            FindingCode afterRenewals() {
                return FindingCode.ENDPOINT_FAILED;
            }
        };

        private final int vms;
        private final boolean renews;
        private final Function<Integer, HttpExchange.Reply> refusal;

        Cloud(int vms, boolean renews, Function<Integer, HttpExchange.Reply> refusal) {
            this.vms = vms;
            this.renews = renews;
            this.refusal = refusal;
        }

        abstract FaultySite start(Servers servers, int vms);

        int vms() {
            return vms;
        }

        boolean renews() {
            return renews;
        }

        /** What a login becomes that is not taken again and again. */
        FindingCode afterRenewals() {
            return FindingCode.LOGIN_REFUSED;
        }

        PageFault refuses(int status) {
            return new PageFault.Refuses(refusal.apply(status));
        }

        /** Busy for a second. */
        PageFault asksForASecond() {
            return new PageFault.Refuses(refusal.apply(429).with("Retry-After", "1"));
        }

        private static HttpExchange.Reply errorOfEc2(int status) {
            Ec2Error error =
                    switch (status) {
                        case 401 -> Ec2Error.authFailure();
                        case 403 -> Ec2Error.unauthorizedOperation();
                        case 500 -> Ec2Error.internalError();
                        default -> new Ec2Error(status, "SomeCode", "");
                    };
            return ((PageFault.Refuses) error.refuses()).error();
        }
    }
}
