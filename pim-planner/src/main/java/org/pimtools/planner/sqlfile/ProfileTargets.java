package org.pimtools.planner.sqlfile;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.profile.EntityTable;
import org.pimtools.common.profile.ReferenceRule;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.common.sql.KeyColumn;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.common.sql.SqlTarget;

/**
 * The columns that SQL files may write: the provider ID of VMs, firewalls and load balancers, and what refers to VMs, as the controller's own schema profile names
 * them, each under its primary key. A file and a plan have no say in it.
 */
final class ProfileTargets {
    private static final String VM = "virtualmachine";

    private final SchemaProfile profile;

    ProfileTargets(SchemaProfile profile) {
        this.profile = profile;
    }

    /** Whether a file of this direction may have rows of the target. */
    boolean allow(SqlDirection direction, SqlTarget target) {
        return switch (target.role()) {
            case VM ->
                target.table().equals(profile.table(VM))
                        && target.column().equals(profile.column(VM, "provider_id"))
                        && target.keyColumns().equals(List.of(KeyColumn.number(profile.column(VM, "idVM"))))
                        && target.guardColumns().equals(guards(direction));
            case REFERENCE ->
                target.guardColumns().isEmpty()
                        && profile.references().values().stream().anyMatch(rule -> fits(rule, target));
            case FIREWALL -> fits(EntityKind.FIREWALL, direction, target);
            case LOAD_BALANCER -> fits(EntityKind.LOAD_BALANCER, direction, target);
            // no plan of this version has lines for them
            case JOB -> false;
        };
    }

    private boolean fits(EntityKind kind, SqlDirection direction, SqlTarget target) {
        SqlTarget update = new EntityTable(kind, profile).target();
        return target.equals(
                switch (direction) {
                    case UPDATE -> update;
                    case ROLLBACK -> update.unguarded();
                });
    }

    private List<String> guards(SqlDirection direction) {
        return switch (direction) {
            case UPDATE ->
                List.of(profile.column(VM, "UUID"), profile.column(VM, "name"), profile.column(VM, "idHypervisor"));
            case ROLLBACK -> List.of();
        };
    }

    private static boolean fits(ReferenceRule rule, SqlTarget target) {
        Set<String> key = target.keyColumns().stream().map(KeyColumn::name).collect(Collectors.toSet());
        return rule.table().equals(target.table())
                && rule.column().equals(target.column())
                && Set.copyOf(rule.key()).equals(key);
    }
}
