package org.pimtools.lab;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import redis.clients.jedis.Jedis;

/** Somebody who changes one thing by hand: no tool may touch it then, and once it is put back everything is carried on. */
final class ChaosStranger {
    private static final String NAME = "set-by-hand";

    private ChaosStranger() {}

    /** Renames a subscription. @param key of its hash */
    static ChaosHarm renames(ChaosSite site, String key) {
        String before;
        try (Jedis redis = site.redis()) {
            before = redis.hget(key, "name");
            redis.hset(key, "name", NAME);
        }
        return new ChaosHarm(
                () -> {
                    try (Jedis redis = site.redis()) {
                        return NAME.equals(redis.hget(key, "name")) && redis.exists("VirtualMachine:name:" + before)
                                ? List.of()
                                : List.of("what somebody renamed was touched: " + key);
                    }
                },
                () -> {
                    try (Jedis redis = site.redis()) {
                        redis.hset(key, "name", before);
                    }
                });
    }

    /** Gives a VM another provider ID in the database. */
    static ChaosHarm sets(ChaosSite site, long vm) {
        String before = providerId(site, vm);
        set(site, vm, NAME);
        return new ChaosHarm(
                () -> NAME.equals(providerId(site, vm))
                        ? List.of()
                        : List.of("the row that somebody changed was touched, of VM " + vm),
                () -> set(site, vm, before));
    }

    private static String providerId(ChaosSite site, long vm) {
        try (Connection connection = site.platform().kinton().connect();
                PreparedStatement query =
                        connection.prepareStatement("SELECT provider_id FROM virtualmachine WHERE idVM = ?")) {
            query.setLong(1, vm);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without the accounting, which would keep the change. */
    private static void set(ChaosSite site, long vm, String providerId) {
        try (Connection connection = site.platform().kinton().connect();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE virtualmachine SET provider_id = ? WHERE idVM = ?")) {
            connection.createStatement().execute("SET @DISABLE_STATS_TRIGGERS = 1");
            update.setString(1, providerId);
            update.setLong(2, vm);
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
