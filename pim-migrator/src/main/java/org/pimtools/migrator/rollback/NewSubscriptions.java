package org.pimtools.migrator.rollback;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.execute.UndoRecords;
import org.pimtools.migrator.load.PlanSection;
import org.pimtools.migrator.step.redis.RedisConnection;
import org.pimtools.migrator.step.redis.YoungSubscriptions;

/** Names subscriptions that no migration knows because they are younger; the platform of before does not know their VMs. */
final class NewSubscriptions {
    private static final BinaryOperator<String> LAST = (before, again) -> again;

    private NewSubscriptions() {}

    static List<Finding> find(List<Migrated> migrations, RedisConnection connection) {
        YoungSubscriptions young = new YoungSubscriptions(connection);
        for (Migrated migration : migrations) {
            UndoRecords befores =
                    UndoRecords.read(migration.work(), migration.files().journal(), LAST);
            migration.work().rekeys(1_000, batch -> batch.forEach(rekey -> young.addMigrated(befores.of(rekey.no()))));
        }
        Map<String, String> found = young.find();
        if (found.isEmpty()) {
            return List.of();
        }
        for (Migrated migration : migrations) {
            PlanSection.read(migration.files().section())
                    .vms()
                    .forEach(vm -> vm.names().forEach(found::remove));
            migration
                    .work()
                    .rekeys(
                            1_000,
                            batch -> batch.forEach(rekey -> {
                                rekey.oldNames().forEach(found::remove);
                                found.remove(rekey.providerId());
                            }));
        }
        List<Finding> findings = new ArrayList<>();
        found.forEach((name, key) ->
                findings.add(new Finding(FindingCode.SUBSCRIBED_SINCE, "redis", key + " is called " + name)));
        return findings;
    }
}
