package org.pimtools.planner.inventory;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.pimtools.common.profile.SchemaState;
import org.pimtools.common.profile.StoredPasswords;
import org.pimtools.common.secret.Secret;
import org.pimtools.planner.planning.EncryptedText;
import org.pimtools.planner.planning.HypervisorRow;

/** Reads all hypervisors with the datacenter of their physical machine, by id. There are thousands at most. */
public final class HypervisorQuery {
    private static final String SQL = """
            SELECT h.{hypervisor.id}, p.{physicalmachine.idDataCenter}, h.{hypervisor.type},
            h.{hypervisor.ip}, h.{hypervisor.port}, h.{hypervisor.user}, h.{hypervisor.password},
            h.{hypervisor.managerIp}, h.{hypervisor.managerPort}, h.{hypervisor.managerUser}, h.{hypervisor.managerPassword},
            h.{hypervisor.agentIp}, h.{hypervisor.agentPort}, p.{physicalmachine.name}, h.{hypervisor.idPhysicalMachine}
            FROM {hypervisor} h
            LEFT JOIN {physicalmachine} p ON p.{physicalmachine.idPhysicalMachine} = h.{hypervisor.idPhysicalMachine}
            ORDER BY h.{hypervisor.id}""";

    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}([.][0-9]{1,3}){3}");

    private HypervisorQuery() {}

    public static List<HypervisorRow> read(Inventory inventory, SchemaState schema) {
        CloudQuery clouds = CloudQuery.read(inventory, schema);
        List<HypervisorRow> rows = new ArrayList<>();
        StoredPasswords passwords = inventory.profile().passwords();
        inventory.forEach(SQL, row -> rows.add(hypervisor(row, passwords, clouds)));
        return rows;
    }

    private static HypervisorRow hypervisor(Row row, StoredPasswords passwords, CloudQuery clouds) throws SQLException {
        return new HypervisorRow(
                row.id(1),
                row.number(2),
                row.text(3),
                access(row, 4, passwords),
                access(row, 8, passwords),
                new HypervisorRow.Access(row.text(12), row.port(13), null, null),
                row.text(14),
                clouds.of(row.number(2), row.number(15)));
    }

    /** Address, port, user and password, from this column on. */
    private static HypervisorRow.Access access(Row row, int at, StoredPasswords passwords) throws SQLException {
        String password = row.text(at + 3);
        boolean none = password == null || password.isEmpty();
        boolean encrypted = !none && isEncrypted(password, passwords);
        String address = row.text(at);
        return new HypervisorRow.Access(
                address,
                row.port(at + 1),
                row.text(at + 2),
                none || encrypted ? null : Secret.of(password),
                encrypted,
                address != null
                        && address.length() >= row.width(at)
                        && !IPV4.matcher(address).matches());
    }

    private static boolean isEncrypted(String password, StoredPasswords passwords) {
        return switch (passwords) {
            case RECOGNISE -> EncryptedText.is(password);
            case PLAIN -> false;
            case ENCRYPTED -> true;
        };
    }
}
