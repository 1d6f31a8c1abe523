package org.pimtools.planner.endpoints;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.endpoints.EndpointOverride;
import org.pimtools.common.endpoints.EndpointsFile;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.output.Output;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.planner.inventory.Platform;
import org.pimtools.planner.planning.HypervisorRow;
import org.pimtools.testkit.mutation.Mutations;
import org.pimtools.testkit.mutation.Mutator;

/** An endpoints file is refused, or says only what can be connected to; nothing else becomes of any text. */
@Tag("slow")
class EndpointsMutationTest {
    private static final int NUMBER = 3_000;
    private static final Predicate<Exception> REFUSAL =
            e -> e instanceof ToolException refusal && refusal.exitCode() == ExitCode.INVALID_INPUT;
    private static final String FILE = """
            endpoints:
              # the vCenter
              - match: {type: VCENTER_CLUSTER, address: "10.0.0.1", port: 443}
                user: 'administrator@vsphere.local'
                password: "pa'ss \\u00e9"
                pin: "ab:cd:%s"
                rate: 5
              - match:
                  machine: 8
                address: kvm.example
                port: 16514
                password: |-
                  two
                  lines
                options: {transport: tls, driver: qemu}
            """.formatted("ef".repeat(30));

    private static final HypervisorRow.Access NOTHING = new HypervisorRow.Access(null, null, null, null);
    private static final Platform PLATFORM = new Platform(
            List.of(),
            Set.of(),
            List.of(
                    new HypervisorRow(
                            7,
                            1L,
                            "VCENTER_CLUSTER",
                            new HypervisorRow.Access("10.0.0.5", 443, "u", null),
                            new HypervisorRow.Access("10.0.0.1", 443, "u", null),
                            NOTHING,
                            "esx"),
                    new HypervisorRow(
                            8,
                            1L,
                            "KVM",
                            new HypervisorRow.Access("10.0.0.2", 8889, "u", null),
                            NOTHING,
                            NOTHING,
                            "kvm")),
            List.of());

    private static final Output SILENT = (Output) Proxy.newProxyInstance(
            Output.class.getClassLoader(), new Class<?>[] {Output.class}, (proxy, method, arguments) -> null);

    @TempDir
    private Path directory;

    @Test
    void whateverTheFileHolds() {
        Path file = directory.resolve("endpoints.yaml");
        Mutator mutator = Mutator.ofYaml(
                9,
                "port: 65536",
                "port: 0",
                "machine: 1e3",
                "rate: .inf",
                "rate: 0",
                "address: \"a b\"",
                "transport: ssh",
                "type: XEN_3");
        new Mutations("endpoints", NUMBER, mutator, REFUSAL)
                .ofFile(
                        file,
                        FILE,
                        () -> FittingEntries.of(EndpointsFile.read(file, SILENT), PLATFORM)
                                .forEach(EndpointsMutationTest::assertUsable));
    }

    private static void assertUsable(EndpointOverride override) {
        assertTrue(
                override.address() == null || HostAddress.of(override.address()).isPresent(), override::toString);
        assertTrue(override.port() == null || override.port() > 0 && override.port() < 65_536, override::toString);
        assertTrue(override.pin() == null || override.pin().matches("[0-9a-f]{64}"), override::toString);
        assertTrue(
                Set.of("transport", "driver", "path", "socket", "rate")
                        .containsAll(override.options().keySet()),
                override::toString);
    }
}
