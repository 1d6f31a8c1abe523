package org.pimtools.migrator.step.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * One connection to Redis that speaks in bytes and pipelines. Not for several threads. A lost connection shows as
 * {@link JedisConnectionException} inside this package; whoever knows what was under way opens it again.
 */
public final class RedisConnection implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int LOGIN_TIMEOUT_MILLIS = 10_000;
    private static final int REPLY_TIMEOUT_MILLIS = 60_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long PAUSE_MILLIS = 100;

    private final RedisSettings settings;
    private final String name;
    private final DefaultJedisClientConfig config;
    private final JedisSocketFactory sockets;
    private final Set<Long> ids = new HashSet<>();
    private Connection connection;
    private RedisConnection companion;
    private RedisLock lock;
    private String lockedRun = "";
    private int opened;
    private boolean asksForMany;
    private boolean countsKeys;
    private OptionalLong ownId = OptionalLong.empty();

    /** @param name that the server lists it under; empty for none */
    private RedisConnection(RedisSettings settings, String name) {
        this.settings = settings;
        this.name = name;
        DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(CONNECT_TIMEOUT_MILLIS)
                .socketTimeoutMillis(LOGIN_TIMEOUT_MILLIS)
                .database(settings.database())
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        if (settings.password() != null) {
            builder.user(settings.user()).password(settings.password().reveal());
        }
        if (!name.isEmpty()) {
            builder.clientName(name);
        }
        this.config = builder.build();
        this.sockets = settings.tls()
                ? new TlsSockets(settings, CONNECT_TIMEOUT_MILLIS, LOGIN_TIMEOUT_MILLIS)
                : new DefaultJedisSocketFactory(new HostAndPort(settings.host(), settings.port()), config);
    }

    /**
     * Connects and logs in; a refused login is not tried again.
     *
     * @throws ToolException with {@link ExitCode#UNREACHABLE} when there is no answer, and with
     *     {@link ExitCode#INVALID_INPUT} when login, database number or trusted certificates are wrong
     */
    public static RedisConnection open(RedisSettings settings) {
        RedisConnection opened = new RedisConnection(settings, "");
        Instant end = Instant.now().plus(PATIENCE);
        while (!opened.connected(true)) {
            opened.pauseUntil(end);
        }
        return opened;
    }

    /**
     * Makes sure that the server is still the master, where Sentinels watch it.
     *
     * @throws ToolException when it is not, or the Sentinels do not answer
     */
    void confirmMaster() {
        settings.confirm();
    }

    /** Where it is connected to, for messages. */
    public String address() {
        return settings.address();
    }

    /** Address and database, as people read it. */
    String place() {
        return settings.address() + ", database " + settings.database();
    }

    int database() {
        return settings.database();
    }

    /** How often it was opened: another value than before says that the server may have been restarted in between. */
    int opened() {
        return opened;
    }

    /** Connects again after a cut, waits for a server that starts, and takes the lock again if it was held. */
    void reopen() {
        Instant end = Instant.now().plus(PATIENCE);
        while (!connected(false) || !locked()) {
            pauseUntil(end);
        }
    }

    private boolean locked() {
        try {
            if (lock != null) {
                hold(lock);
            }
            return true;
        } catch (JedisConnectionException e) {
            return false;
        }
    }

    /** Holds the lock from now on, over new connections too. */
    void hold(RedisLock wanted) {
        String run = serverRun();
        if (!run.equals(lockedRun)) {
            ids.clear();
            lockedRun = run;
        }
        // first: cut in between, it may be listed under the lock's name for long
        ids.add(ownId());
        wanted.take(this);
        lock = wanted;
    }

    /** Whether a client id is that of an earlier connection of ours, which the server may not have noticed to be cut. */
    boolean wasOurs(long id) {
        return ids.contains(id);
    }

    /**
     * A second connection of the same migrator, closed with this one; empty when the server takes no more.
     *
     * @throws JedisConnectionException when Redis does not answer
     */
    Optional<RedisConnection> companion() {
        if (companion == null) {
            companion = another().orElse(null);
        }
        return Optional.ofNullable(companion);
    }

    /**
     * Another connection of the same migrator, for another thread; to be closed by itself.
     *
     * @throws ToolException when Redis does not answer
     */
    public RedisConnection beside() {
        RedisConnection beside = new RedisConnection(settings, companionName());
        beside.reopen();
        return beside;
    }

    /**
     * One more connection of the same migrator to the same running server; to be closed by itself. Empty when the server takes no more of
     * them ({@code maxclients}), or another server answered.
     *
     * @throws JedisConnectionException when Redis does not answer on this connection, either
     */
    Optional<RedisConnection> another() {
        RedisConnection another = new RedisConnection(settings, companionName());
        try {
            if (another.connected(false) && another.serverRun().equals(serverRun())) {
                return Optional.of(another);
            }
        } catch (JedisConnectionException | ToolException refused) {
            // whether the server is gone, or only full, shows on this connection
        }
        another.close();
        ask(Command.PING);
        return Optional.empty();
    }

    private String serverRun() {
        return info("server").getOrDefault("run_id", "");
    }

    private String companionName() {
        return lock == null ? name : lock.companionName();
    }

    boolean holds(RedisLock wanted) {
        return wanted.equals(lock);
    }

    /** Puts one command into the pipeline; its reply is fetched by {@link #next}. */
    void send(ProtocolCommand command, byte[]... arguments) {
        connection.sendCommand(command, arguments);
    }

    /** Sends what is in the pipeline, without waiting for a reply. */
    void flush() {
        connection.getMany(0);
    }

    /** The reply to the oldest command without one; an error reply is returned as a {@link JedisDataException}. */
    Object next() {
        try {
            return connection.getOne();
        } catch (JedisDataException e) {
            return e;
        }
    }

    /** The id under which the server lists this connection; asked once after each opening, before the connection has a name that counts. */
    long ownId() {
        if (ownId.isEmpty()) {
            ownId = OptionalLong.of(Clients.ownId(this));
        }
        return ownId.getAsLong();
    }

    /** Whether one EXISTS may ask for several keys (3.0.3). */
    boolean countsKeys() {
        return countsKeys;
    }

    /** Asks whether a set holds two values: one command where the server knows it (6.2), else two. */
    void sendAreMembers(byte[] set, byte[] one, byte[] other) {
        if (asksForMany) {
            connection.sendCommand(Command.SMISMEMBER, set, one, other);
        } else {
            connection.sendCommand(Command.SISMEMBER, set, one);
            connection.sendCommand(Command.SISMEMBER, set, other);
        }
    }

    /** The two replies to {@link #sendAreMembers}. */
    Object[] nextAreMembers() {
        if (!asksForMany) {
            return new Object[] {next(), next()};
        }
        Object reply = next();
        return reply instanceof List<?> both ? both.toArray() : new Object[] {reply, reply};
    }

    /**
     * Sends one command and waits for its reply.
     *
     * @throws JedisDataException for an error reply
     */
    Object ask(ProtocolCommand command, String... arguments) {
        connection.sendCommand(command, arguments);
        return connection.getOne();
    }

    /** A section of INFO as its fields. */
    Map<String, String> info(String section) {
        Map<String, String> fields = new HashMap<>();
        for (String line : text(ask(Command.INFO, section)).split("\r?\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return fields;
    }

    static String text(Object reply) {
        return reply instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(reply);
    }

    /** The exception that ends the run when Redis no longer answers. */
    ToolException lost(Throwable cause) {
        return new ToolException(
                ExitCode.UNREACHABLE,
                "redis at " + address() + " does not answer",
                "check that redis runs, then run the same command again to resume",
                cause);
    }

    @Override
    public void close() {
        if (companion != null) {
            companion.close();
            companion = null;
        }
        if (connection != null) {
            try {
                connection.close();
            } catch (JedisConnectionException e) {
                connection.setBroken();
            }
        }
    }

    private boolean connected(boolean first) {
        close();
        try {
            if (!first) {
                settings.confirm();
            }
            connection = new Connection(sockets, config);
            ask(Command.PING);
            connection.sendCommand(Command.SMISMEMBER, Keys.VMS, Keys.NAME, Keys.NAME);
            asksForMany = next() instanceof List<?>;
            connection.sendCommand(Command.EXISTS, Keys.VMS, Keys.MACHINES);
            countsKeys = next() instanceof Long;
            ownId = OptionalLong.empty();
            connection.setSoTimeout(REPLY_TIMEOUT_MILLIS);
            opened++;
            return true;
        } catch (JedisConnectionException e) {
            if (first) {
                throw unreachable(e);
            }
            return false;
        } catch (JedisDataException e) {
            if (isLoading(e)) {
                return false;
            }
            throw refused(e);
        }
    }

    private void pauseUntil(Instant end) {
        if (Instant.now().isAfter(end)) {
            throw lost(null);
        }
        pause(PAUSE_MILLIS);
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolException(
                    ExitCode.INTERRUPTED, "interrupted while waiting for redis", "run again to resume", e);
        }
    }

    private ToolException unreachable(JedisConnectionException cause) {
        return new ToolException(
                ExitCode.UNREACHABLE,
                "redis at " + address() + " cannot be reached" + (settings.tls() ? " over TLS" : ""),
                settings.tls()
                        ? "check host and port, and that the certificate is valid for this host and its authority trusted"
                        : "check that redis runs, and host and port; if it speaks TLS only, say so",
                cause);
    }

    private ToolException refused(JedisDataException cause) {
        String text = String.valueOf(cause.getMessage());
        if (cause instanceof JedisAccessControlException
                || text.startsWith("WRONGPASS")
                || text.startsWith("NOAUTH")
                || text.startsWith("NOPERM")
                || text.contains("AUTH")
                || text.contains("password")) {
            return new ToolException(
                    ExitCode.INVALID_INPUT,
                    "redis at " + address() + " refuses the login",
                    "check user and password of redis; they were tried once",
                    cause);
        }
        if (text.contains("DB index")) {
            return new ToolException(
                    ExitCode.INVALID_INPUT,
                    "redis at " + address() + " has no database " + settings.database(),
                    "check the database number",
                    cause);
        }
        return new ToolException(
                ExitCode.UNREACHABLE, "redis at " + address() + " answers: " + text, "look at the log of redis", cause);
    }

    private static boolean isLoading(JedisDataException reply) {
        String text = String.valueOf(reply.getMessage());
        return text.startsWith("LOADING") || text.startsWith("BUSY ");
    }
}
