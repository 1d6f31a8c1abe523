package org.pimtools.migrator.provider.amazon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.pimtools.migrator.provider.Endpoints.assertFailed;
import static org.pimtools.migrator.provider.Endpoints.assertRead;
import static org.pimtools.migrator.provider.Endpoints.readAll;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.provider.InventoryReader;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.PageFaults;
import org.pimtools.testkit.doubles.amazon.Ec2Account;
import org.pimtools.testkit.doubles.amazon.Ec2Double;
import org.pimtools.testkit.doubles.amazon.Ec2Error;
import org.pimtools.testkit.doubles.amazon.Ec2Instance;

/** Several accounts and regions at one address, as endpoints of one plan. */
class AmazonEndpointsTest {
    private static final String IRELAND = "eu-west-1";
    private static final String FRANKFURT = "eu-central-1";

    private final Ec2Account one = Ec2Account.numbered(
            1, Map.of(IRELAND, List.of(Ec2Instance.of(1, "same")), FRANKFURT, List.of(Ec2Instance.of(2, "same"))));
    private final Ec2Account other = Ec2Account.numbered(2, Map.of(IRELAND, List.of(Ec2Instance.of(3, "same"))));

    @Test
    void eachVmIsFoundInItsAccountAndRegion() throws Exception {
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(one, other))) {
            List<EndpointInventory> results = readAll(
                    Reading.PATIENT,
                    List.of(
                            target(server, 1, IRELAND, one),
                            target(server, 2, FRANKFURT, one),
                            target(server, 3, IRELAND, other)));
            for (int number = 1; number <= 3; number++) {
                assertEquals(
                        List.of(new ProviderId(Ec2Instance.id(number))),
                        assertRead(1, results.get(number - 1)).inventory().withName("same"));
            }
            assertEquals(3, server.calls().size());
        }
    }

    @Test
    void aSecretKeyThatIsWrongIsTriedOnceAndTheOthersGoOn() throws Exception {
        Ec2Account wrong = new Ec2Account(one.accessKey(), "not-the-secret-key", null, "", Map.of());
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(one, other))) {
            List<EndpointInventory> results = readAll(
                    Reading.PATIENT, List.of(target(server, 1, IRELAND, wrong), target(server, 2, IRELAND, other)));
            EndpointInventory.Failed failed =
                    assertFailed(FindingCode.LOGIN_REFUSED, "EC2 answered AuthFailure", results.get(0));
            assertFalse(failed.toString().contains("secret-key"), failed::toString);
            assertRead(1, results.get(1));
            assertEquals(2, server.calls().size());
        }
    }

    static Stream<PageFault> lastingFaults() {
        return Stream.of(
                Ec2Error.unauthorizedOperation().refuses(),
                Ec2Error.requestLimitExceeded().refuses(),
                Ec2Error.requestExpired().refuses(),
                Ec2Error.expiredToken().refuses(),
                Ec2Error.internalError().refuses(),
                Ec2Error.authFailure().refuses(),
                new PageFault.Cuts(),
                new PageFault.Garbles());
    }

    @ParameterizedTest
    @MethodSource("lastingFaults")
    void aRegionThatFailsIsOneFindingAndTheOtherGoesOn(PageFault fault) throws Exception {
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(one))) {
            server.inject(IRELAND, 1, PageFaults.ALWAYS, fault);
            List<EndpointInventory> results = readAll(
                    Reading.PATIENT, List.of(target(server, 1, IRELAND, one), target(server, 2, FRANKFURT, one)));
            assertEquals(2, results.size());
            assertEquals(
                    "endpoint:1",
                    ((EndpointInventory.Failed) results.get(0)).finding().entity());
            assertRead(1, results.get(1));
        }
    }

    private static InventoryReader.Target target(Ec2Double server, int no, String region, Ec2Account account) {
        return Reading.target(no, server.port(), server.certificate().sha256(), region, account, 10);
    }
}
