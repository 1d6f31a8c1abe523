package org.pimtools.migrator.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.output.Output;
import org.pimtools.common.secret.Secret;
import org.pimtools.common.secret.SecretReader;
import org.pimtools.migrator.host.HostSettings;
import org.pimtools.migrator.step.redis.RedisSettings;
import org.pimtools.migrator.step.redis.RedisSource;
import org.pimtools.migrator.step.redis.Sentinels;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the Redis of this host is, and how one logs in. */
final class RedisOptions {
    private static final String PASSWORD_VARIABLE = "PIM_REDIS_PASSWORD";
    private static final int REDIS_PORT = 6379;
    private static final Pattern SENTINEL = Pattern.compile("(.+):(\\d{1,5})");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--redis-host",
            paramLabel = "HOST",
            description = "where Redis is (default: abiquo.redis.host, else 127.0.0.1)")
    private String redisHost;

    @Option(
            names = "--redis-port",
            paramLabel = "PORT",
            description = "the port of Redis (default: abiquo.redis.port, else 6379)")
    private Integer redisPort;

    @Option(
            names = "--redis-sentinel",
            paramLabel = "HOST:PORT",
            split = ",",
            description =
                    "Sentinels that are asked which Redis is the master; with --redis-master, and in place of --redis-host")
    private List<String> sentinels = new ArrayList<>();

    @Option(names = "--redis-master", paramLabel = "NAME", description = "what the Sentinels call the master")
    private String master;

    @Option(
            names = "--redis-sentinel-password-file",
            paramLabel = "FILE",
            description =
                    "a file with the password of the Sentinels in its first line, where it is another than that of Redis")
    private Path sentinelPasswordFile;

    @Option(
            names = "--redis-user",
            paramLabel = "USER",
            description = "the ACL user of Redis (default: its default user)")
    private String redisUser;

    @Option(
            names = "--redis-password-file",
            paramLabel = "FILE",
            description = "a file with the password of Redis in its first line; else the environment variable "
                    + PASSWORD_VARIABLE)
    private Path redisPasswordFile;

    @Option(names = "--redis-database", paramLabel = "N", description = "the database number of Redis (default: 0)")
    private int redisDatabase;

    @Option(names = "--redis-tls", description = "speak TLS to Redis; its certificate and host name are verified")
    private boolean redisTls;

    @Option(
            names = "--redis-ca",
            paramLabel = "FILE",
            description = "the certificates to trust for Redis, in PEM, in place of Java's trust store")
    private Path redisAuthority;

    RedisSource settings(HostSettings host, Output output) {
        if (sentinels.isEmpty() != (master == null)) {
            throw new ParameterException(
                    spec.commandLine(), "--redis-sentinel and --redis-master are given together, or none of them");
        }
        if (master != null && (redisHost != null || redisPort != null)) {
            throw new ParameterException(
                    spec.commandLine(), "the Sentinels say where redis is: leave out --redis-host and --redis-port");
        }
        if (master == null && sentinelPasswordFile != null) {
            throw new ParameterException(
                    spec.commandLine(), "--redis-sentinel-password-file goes with --redis-sentinel only");
        }
        SecretReader secrets = new SecretReader(output);
        Secret password = password(secrets);
        try {
            return master != null
                    ? new Sentinels(
                            watching(secrets, password),
                            master,
                            server("127.0.0.1", REDIS_PORT, password, redisDatabase))
                    : server(
                            redisHost != null ? redisHost : host.redisHost().orElse("127.0.0.1"),
                            redisPort != null ? redisPort : host.redisPort().orElse(REDIS_PORT),
                            password,
                            redisDatabase);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Secret password(SecretReader secrets) {
        return redisPasswordFile != null
                ? secrets.file(redisPasswordFile)
                : secrets.environment(PASSWORD_VARIABLE).orElse(null);
    }

    private List<RedisSettings> watching(SecretReader secrets, Secret ofRedis) {
        Secret own = sentinelPasswordFile == null ? null : secrets.file(sentinelPasswordFile);
        return sentinels.stream()
                .map(each -> own == null ? sentinel(each, redisUser, ofRedis) : sentinel(each, null, own))
                .toList();
    }

    private RedisSettings sentinel(String address, String user, Secret password) {
        Matcher parts = SENTINEL.matcher(address);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a Sentinel is given as HOST:PORT, not as '" + address + "'");
        }
        return new RedisSettings(
                parts.group(1), Integer.parseInt(parts.group(2)), user, password, 0, redisTls, redisAuthority);
    }

    private RedisSettings server(String where, int port, Secret password, int database) {
        return new RedisSettings(where, port, redisUser, password, database, redisTls, redisAuthority);
    }
}
