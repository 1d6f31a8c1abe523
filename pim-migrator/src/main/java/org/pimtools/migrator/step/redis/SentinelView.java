package org.pimtools.migrator.step.redis;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.plan.HostAddress;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What one Sentinel says of a master ({@code SENTINEL MASTER}).
 *
 * @param epoch counts the failovers ({@code config-epoch})
 * @param flags such as {@code master}, {@code s_down} (this Sentinel cannot reach it), {@code o_down} (enough of them cannot)
 */
record SentinelView(String host, int port, long epoch, Set<String> flags) {
    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;
    private static final int REPLY_TIMEOUT_MILLIS = 5_000;

    SentinelView {
        flags = Set.copyOf(flags);
    }

    /**
     * What came of asking.
     *
     * @param view empty when it does not know the master, or did not speak
     * @param silence why it did not speak; empty when it did
     */
    record Answer(Optional<SentinelView> view, Optional<String> silence) {}

    /** @throws ToolException when the login is refused, or what answers is no Sentinel */
    static Answer ask(RedisSettings sentinel, String name) {
        return ask(sentinel, name, false);
    }

    /** Most Sentinels want no login, and refuse one that is given; so it is given only when asked for. */
    private static Answer ask(RedisSettings sentinel, String name, boolean login) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(CONNECT_TIMEOUT_MILLIS)
                .socketTimeoutMillis(REPLY_TIMEOUT_MILLIS)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        if (login) {
            config.user(sentinel.user()).password(sentinel.password().reveal());
        }
        DefaultJedisClientConfig built = config.build();
        try (Connection connection = new Connection(
                sentinel.tls()
                        ? new TlsSockets(sentinel, CONNECT_TIMEOUT_MILLIS, REPLY_TIMEOUT_MILLIS)
                        : new DefaultJedisSocketFactory(new HostAndPort(sentinel.host(), sentinel.port()), built),
                built)) {
            connection.sendCommand(Command.SENTINEL, "MASTER", name);
            return new Answer(Optional.of(of(fields(connection.getOne()), sentinel)), Optional.empty());
        } catch (JedisConnectionException e) {
            return new Answer(Optional.empty(), Optional.of(reason(e)));
        } catch (JedisDataException e) {
            String text = String.valueOf(e.getMessage());
            if (text.contains("No such master")) {
                return new Answer(Optional.empty(), Optional.empty());
            }
            if (text.startsWith("NOAUTH") && !login && sentinel.password() != null) {
                return ask(sentinel, name, true);
            }
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the Sentinel at " + sentinel.address() + " answers: " + text,
                    text.contains("AUTH") || text.startsWith("WRONGPASS")
                            ? "it gets the password of --redis-sentinel-password-file, without that the user and password of redis; check them,"
                                    + " they were tried once"
                            : "check that a Sentinel listens there, and not redis itself",
                    e);
        }
    }

    /** What a person can act on: the innermost cause, such as "Connection refused" or what TLS did not like. */
    private static String reason(JedisConnectionException failure) {
        Throwable cause = failure;
        String layer = "";
        while (cause.getCause() != null) {
            cause = cause.getCause();
            layer = cause instanceof SSLException ? "TLS: " : layer;
        }
        return layer + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
    }

    private static Map<String, String> fields(Object reply) {
        Map<String, String> fields = new HashMap<>();
        if (reply instanceof List<?> all) {
            for (int i = 0; i + 1 < all.size(); i += 2) {
                fields.put(text(all.get(i)), text(all.get(i + 1)));
            }
        }
        return fields;
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(value);
    }

    private static SentinelView of(Map<String, String> fields, RedisSettings sentinel) {
        try {
            return new SentinelView(
                    HostAddress.of(fields.getOrDefault("ip", ""))
                            .map(HostAddress::text)
                            .orElseThrow(() -> new NumberFormatException("no address")),
                    Integer.parseInt(fields.getOrDefault("port", "")),
                    Long.parseLong(fields.getOrDefault("config-epoch", "0")),
                    Set.of(fields.getOrDefault("flags", "").split(",")));
        } catch (NumberFormatException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the Sentinel at " + sentinel.address() + " does not name the master's address",
                    "look at it with redis-cli sentinel masters",
                    e);
        }
    }

    String address() {
        return host + ":" + port;
    }

    boolean isInFailover() {
        return flags.contains("failover_in_progress") || flags.contains("o_down");
    }

    /** As far as this Sentinel alone sees. */
    boolean isDown() {
        return flags.contains("s_down");
    }
}
