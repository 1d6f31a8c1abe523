package org.pimtools.common.profile;

import java.util.List;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.sql.KeyColumn;
import org.pimtools.common.sql.SqlRole;
import org.pimtools.common.sql.SqlTarget;

/**
 * What the table of firewalls or of load balancers and its columns are called in the database.
 *
 * @param kind no VM
 * @param profile that names them
 */
public record EntityTable(EntityKind kind, SchemaProfile profile) {
    private static final String PROVIDER_ID = "provider_id";

    public EntityTable {
        if (kind == EntityKind.VM) {
            throw new IllegalArgumentException("the table of VMs is another one");
        }
    }

    /** The name that the tools use for the table, which is also how a profile calls it. */
    public String tool() {
        return switch (kind) {
            case VM -> throw new IllegalStateException();
            case FIREWALL -> "firewall_policy";
            case LOAD_BALANCER -> "load_balancer";
        };
    }

    /** The name that the tools use for the table of the VMs that belong to the entities. */
    public String members() {
        return switch (kind) {
            case VM -> throw new IllegalStateException();
            case FIREWALL -> "firewall_policy_virtualmachine";
            case LOAD_BALANCER -> "load_balancer_node";
        };
    }

    /** The name that the tools use for the column of {@link #members} that holds the entity's id. */
    public String memberOf() {
        return switch (kind) {
            case VM -> throw new IllegalStateException();
            case FIREWALL -> "idFirewallPolicy";
            case LOAD_BALANCER -> "idLoadBalancer";
        };
    }

    public String table() {
        return profile.table(tool());
    }

    public String id() {
        return column("id");
    }

    public String virtualDatacenter() {
        return column("idVirtualDataCenter");
    }

    public String name() {
        return column("name");
    }

    public String providerId() {
        return column(PROVIDER_ID);
    }

    /** The columns by whose values a row is known to be the one that was planned. */
    public List<String> guards() {
        return List.of(name(), virtualDatacenter());
    }

    /** What an update file writes. */
    public SqlTarget target() {
        return new SqlTarget(SqlRole.of(kind), table(), List.of(KeyColumn.number(id())), guards(), providerId());
    }

    private String column(String column) {
        return profile.column(tool(), column);
    }
}
