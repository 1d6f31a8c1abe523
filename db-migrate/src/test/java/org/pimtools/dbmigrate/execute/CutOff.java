package org.pimtools.dbmigrate.execute;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.pimtools.testkit.server.Database;

/**
 * Connections that break off like those of a killed process: at a given round trip, before or after the server has executed it, all
 * sockets close at once and nothing more reaches the server. Those that renew the lease beside the
 * run are not counted, since their number depends on the time. Written from what the server sees of a {@code kill -9}.
 */
public final class CutOff {
    private static final Set<String> ROUND_TRIPS = Set.of("execute", "executeQuery", "executeUpdate", "executeBatch");

    private static final String LEASE = "lease";

    private final Database database;
    private final int at;
    private final boolean after;
    private final List<Connection> connections = new ArrayList<>();
    private int roundTrips;
    private boolean cut;

    /**
     * @param at the round trip at which everything breaks off, from 1; 0 for never
     * @param after true when the server still executes that one
     */
    public CutOff(Database database, int at, boolean after) {
        this.database = database;
        this.at = at;
        this.after = after;
    }

    public int roundTrips() {
        return roundTrips;
    }

    public boolean wasCut() {
        return cut;
    }

    public DataSource source() {
        return proxy(DataSource.class, (self, method, args) -> {
            if (!method.getName().equals("getConnection")) {
                throw new UnsupportedOperationException(method.getName());
            }
            Connection connection = database.connect();
            connections.add(connection);
            return proxy(Connection.class, (any, call, values) -> {
                Object result = invoke(connection, call, values);
                if (result instanceof PreparedStatement statement) {
                    return proxy(PreparedStatement.class, counting(statement));
                }
                return result instanceof Statement statement ? proxy(Statement.class, counting(statement)) : result;
            });
        });
    }

    private InvocationHandler counting(Statement statement) {
        return (self, method, args) -> {
            if (!ROUND_TRIPS.contains(method.getName())) {
                return invoke(statement, method, args);
            }
            if (cut) {
                throw broken();
            }
            if (Thread.currentThread().getName().equals(LEASE)) {
                return invoke(statement, method, args);
            }
            roundTrips++;
            if (roundTrips != at) {
                return invoke(statement, method, args);
            }
            try {
                if (after) {
                    invoke(statement, method, args);
                }
            } catch (SQLException e) {
                // the server refuses it, and nobody is there any more to be told
            }
            cut = true;
            for (Connection connection : connections) {
                connection.abort(Runnable::run);
            }
            throw broken();
        };
    }

    private static SQLException broken() {
        return new SQLNonTransientConnectionException("cut off", "08000");
    }

    private static Object invoke(Object target, java.lang.reflect.Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(CutOff.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
