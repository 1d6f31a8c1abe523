package org.pimtools.common.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.jdbc.ApiXml;
import org.pimtools.common.jdbc.DatabaseSettings;
import org.pimtools.common.jdbc.JdbcUrl;
import org.pimtools.common.jdbc.TlsMode;
import org.pimtools.common.output.Output;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.secret.Secret;
import org.pimtools.common.secret.SecretReader;
import picocli.CommandLine.Option;

/** The options by which a command finds the platform's database. An option wins over the same value in api.xml. */
public final class DatabaseOptions {
    private static final String PASSWORD_VARIABLE = "PIM_DB_PASSWORD";
    private static final String DEFAULT_DATABASE = "kinton";

    @Option(
            names = "--api-xml",
            order = 50,
            paramLabel = "FILE",
            description = {
                "the platform's api.xml, which names database, user and password;",
                "default, when it is there and --db-host is not given:",
                "/opt/abiquo/tomcat/conf/Catalina/localhost/api.xml"
            })
    Path apiXml;

    @Option(
            names = "--db-host",
            order = 51,
            paramLabel = "HOST",
            description = "host name or IP address of the database")
    String host;

    @Option(names = "--db-port", order = 52, paramLabel = "PORT", description = "port of the database; default: 3306")
    Integer port;

    @Option(names = "--db-name", order = 53, paramLabel = "NAME", description = "name of the database; default: kinton")
    String database;

    @Option(
            names = "--db-user",
            order = 54,
            paramLabel = "USER",
            description =
                    "user of the database; SELECT is enough for all but apply, which needs UPDATE and CREATE TEMPORARY TABLES too")
    String user;

    @Option(
            names = "--db-password-file",
            order = 55,
            paramLabel = "FILE",
            description = {
                "a file whose first line is the user's password;",
                "without it: the environment variable PIM_DB_PASSWORD, then api.xml, then a prompt"
            })
    Path passwordFile;

    @Option(
            names = "--db-tls",
            order = 56,
            paramLabel = "MODE",
            converter = TlsModeConverter.class,
            description = "${COMPLETION-CANDIDATES}; default: off for this machine, verify-full for any other")
    TlsMode tls;

    @Option(
            names = "--db-ca",
            order = 57,
            paramLabel = "FILE",
            description = "certificates in PEM to trust, in place of Java's own")
    Path caFile;

    /**
     * What the options, the environment and api.xml say together.
     *
     * @throws ToolException when something is missing or not valid
     */
    public DatabaseSettings settings(Output output) {
        return settings(output, new SecretReader(output), ApiXml.DEFAULT);
    }

    DatabaseSettings settings(Output output, SecretReader secrets, Path defaultApiXml) {
        Once api = new Once(() -> api(defaultApiXml));
        HostAddress address = host == null
                ? api.get().map(ApiXml::host).orElseThrow(DatabaseOptions::noDatabase)
                : HostAddress.of(host)
                        .orElseThrow(() -> new ToolException(
                                ExitCode.USAGE,
                                "--db-host is neither a host name nor an IP address: "
                                        + HostAddress.fault(host).orElse(""),
                                "give the host alone, and the port with --db-port"));
        String name = Optional.ofNullable(user)
                .or(() -> api.get().flatMap(ApiXml::user))
                .orElseThrow(
                        () -> new ToolException(ExitCode.USAGE, "no user for the database", "give one with --db-user"));
        int usedPort =
                Optional.ofNullable(port).or(() -> api.get().map(ApiXml::port)).orElse(JdbcUrl.DEFAULT_PORT);
        String usedDatabase = Optional.ofNullable(database)
                .or(() -> api.get().map(ApiXml::database))
                .orElse(DEFAULT_DATABASE);
        if (!DatabaseSettings.isPlainName(usedDatabase)) {
            throw new ToolException(
                    ExitCode.USAGE,
                    "the name of the database has other characters than letters, digits, _, $ and -",
                    "check --db-name");
        }
        TlsMode mode = Optional.ofNullable(tls).orElseGet(() -> TlsMode.defaultFor(address));
        Secret password = password(secrets, api, name, address);
        if (!api.dropped().isEmpty()) {
            output.warn("options of the JDBC URL in api.xml are not used: " + String.join(", ", api.dropped()));
        }
        try {
            return new DatabaseSettings(
                    address, usedPort, usedDatabase, name, password, mode, Optional.ofNullable(caFile));
        } catch (IllegalArgumentException e) {
            throw new ToolException(ExitCode.USAGE, e.getMessage(), "check --db-port, --db-name and --db-user", e);
        }
    }

    /** The platform's file, read when a value is needed that no option gives. */
    private static final class Once {
        private final Supplier<Optional<ApiXml>> reading;
        private Optional<ApiXml> read;

        Once(Supplier<Optional<ApiXml>> reading) {
            this.reading = reading;
        }

        Optional<ApiXml> get() {
            if (read == null) {
                read = reading.get();
            }
            return read;
        }

        List<String> dropped() {
            return read == null ? List.of() : read.map(ApiXml::dropped).orElse(List.of());
        }
    }

    private Optional<ApiXml> api(Path defaultApiXml) {
        if (apiXml != null) {
            return Optional.of(ApiXml.read(apiXml));
        }
        return host == null && Files.exists(defaultApiXml) ? Optional.of(ApiXml.read(defaultApiXml)) : Optional.empty();
    }

    private Secret password(SecretReader secrets, Once api, String name, HostAddress address) {
        if (passwordFile != null) {
            return secrets.file(passwordFile);
        }
        return secrets.environment(PASSWORD_VARIABLE)
                .or(() -> api.get().flatMap(ApiXml::password))
                .or(() -> secrets.prompt("password of " + name + " at " + address))
                .orElseThrow(() -> new ToolException(
                        ExitCode.USAGE,
                        "no password for the database",
                        "give it by --db-password-file or in the environment variable " + PASSWORD_VARIABLE));
    }

    private static ToolException noDatabase() {
        return new ToolException(
                ExitCode.USAGE,
                "no database is named, and this machine has no api.xml",
                "give --api-xml, or --db-host and --db-user");
    }
}
