package org.pimtools.migrator.command;

import java.nio.file.Path;
import org.pimtools.common.output.Output;
import org.pimtools.common.secret.SecretReader;
import org.pimtools.migrator.host.HostSettings;
import org.pimtools.migrator.step.redis.RedisSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the Redis of this host is, and how one logs in. */
final class RedisOptions {
    private static final String PASSWORD_VARIABLE = "PIM_REDIS_PASSWORD";
    private static final int REDIS_PORT = 6379;

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

    RedisSettings settings(HostSettings host, Output output) {
        SecretReader secrets = new SecretReader(output);
        try {
            return new RedisSettings(
                    redisHost != null ? redisHost : host.redisHost().orElse("127.0.0.1"),
                    redisPort != null ? redisPort : host.redisPort().orElse(REDIS_PORT),
                    redisUser,
                    redisPasswordFile != null
                            ? secrets.file(redisPasswordFile)
                            : secrets.environment(PASSWORD_VARIABLE).orElse(null),
                    redisDatabase,
                    redisTls,
                    redisAuthority);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
