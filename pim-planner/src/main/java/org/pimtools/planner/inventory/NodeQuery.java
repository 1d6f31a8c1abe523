package org.pimtools.planner.inventory;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.pimtools.planner.planning.NodeRow;
import org.pimtools.planner.planning.VmRow;

/** Reads the load balancers' nodes with their VMs, by primary key. */
public final class NodeQuery {
    private static final String SQL = """
            SELECT n.{load_balancer_node.idLoadBalancer}, n.{load_balancer_node.node_ref}, v.{virtualmachine.idVM},
            v.{virtualmachine.idHypervisor}, v.{virtualmachine.UUID}, v.{virtualmachine.name}, v.{virtualmachine.state},
            v.{virtualmachine.idType}
            FROM {load_balancer_node} n
            JOIN {virtualmachine} v ON v.{virtualmachine.idVM} = n.{load_balancer_node.idVM}
            ORDER BY n.{load_balancer_node.idLoadBalancer}, n.{load_balancer_node.idVM}""";

    private NodeQuery() {}

    /** Takes one node. */
    @FunctionalInterface
    public interface NodeReader {
        void node(NodeRow node) throws IOException;
    }

    public static void read(Inventory inventory, NodeReader reader) {
        inventory.forEach(SQL, row -> {
            VmRow vm = new VmRow(
                    row.getLong(3),
                    Inventory.longOrNull(row, 4),
                    row.getString(5),
                    row.getString(6),
                    row.getString(7),
                    row.getInt(8) == 0,
                    null);
            try {
                reader.node(new NodeRow(row.getLong(1), row.getString(2), vm));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
