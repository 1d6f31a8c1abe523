package org.pimtools.dbmigrate.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.jdbc.Connections;
import org.pimtools.testkit.server.MariaDbServer;

@Tag("slow")
class DatabaseStateTest {
    @TempDir
    Path folder;

    @Test
    void tablesThatAnotherRunMakesBehindTheSnapshotAreReadInANewOne() throws Exception {
        try (MigrationRig workshop =
                        new MigrationRig(MariaDbServer.shared(), folder, "state_" + System.nanoTime()).withHistory();
                Connection connection =
                        Connections.dataSource(workshop.settings()).getConnection()) {
            Deque<Runnable> others = new ArrayDeque<>(List.of(() -> workshop.to(1)));
            Connection disturbed = proxy(Connection.class, connection, () -> {
                if (!others.isEmpty()) {
                    others.pop().run();
                }
            });
            assertEquals(
                    MigrationRig.version(1),
                    DatabaseState.read(disturbed, workshop.module()).current());
            assertEquals(List.of(), List.copyOf(others));
        }
    }

    /** The connection, with something done behind each statement that takes a snapshot. */
    private static <T> T proxy(Class<T> type, Object target, Runnable behindSnapshot) {
        InvocationHandler handler = (self, method, args) -> {
            try {
                Object result = method.invoke(target, args);
                if (args != null && args.length > 0 && args[0] instanceof String sql && sql.endsWith(" SNAPSHOT")) {
                    behindSnapshot.run();
                }
                return method.getName().equals("createStatement")
                        ? proxy(Statement.class, result, behindSnapshot)
                        : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
