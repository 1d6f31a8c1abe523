package org.pimtools.migrator.provider.amazon;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pimtools.testkit.doubles.amazon.Ec2Account;

/** A process of its own that reads an inventory and keeps nothing of it: prints how many instances and calls there were. */
final class ReadInLittleMemory {
    private ReadInLittleMemory() {}

    /** @param arguments port, fingerprint, region, and a file with access key and secret key, a line each */
    public static void main(String[] arguments) throws Exception {
        List<String> keys = Files.readAllLines(Path.of(arguments[3]));
        Ec2Account account = new Ec2Account(keys.get(0), keys.get(1), null, "", Map.of());
        try (Reading reading = new Reading(
                Integer.parseInt(arguments[0]), arguments[1], Reading.PATIENT, arguments[2], account, "Name")) {
            long instances =
                    reading.sizes().stream().mapToLong(Integer::longValue).sum();
            System.out.println(instances + " instances, " + reading.calls() + " calls");
        }
    }
}
