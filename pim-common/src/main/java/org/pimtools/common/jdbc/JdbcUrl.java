package org.pimtools.common.jdbc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.secret.Secret;

/**
 * What the tools take from a JDBC URL of the platform: host, port, database and credentials. Each part is judged when it is asked for, so
 * that a fault in one that an option overrides does not matter. Every option of the URL is dropped, because options can switch off
 * verification, hand out local files or load classes.
 */
public final class JdbcUrl {
    public static final int DEFAULT_PORT = 3306;

    private static final int LAST_PORT = 65_535;
    private static final int LONGEST = 4_096;
    private static final String ALL =
            "give the database with --db-host, --db-port, --db-name, --db-user and --db-password-file";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");
    private static final Pattern FORM = Pattern.compile(
            "jdbc:(?:mysql|mariadb)://(?:(?<login>[^@/?]*)@)?(?<hosts>[^/?@]+)/(?<database>[^/?]*)(?:\\?(?<options>.*))?");
    private static final Pattern HOST_PORT = Pattern.compile("(?<host>\\[[^\\]]*\\]|[^:\\[\\]]+)(?::(?<port>[^:]*))?");
    /** The platform's usual options that change nothing for a reader, so that nobody needs to hear of them. */
    private static final Set<String> HARMLESS = Set.of(
            "autoreconnect",
            "characterencoding",
            "connectioncollation",
            "useunicode",
            "servertimezone",
            "zerodatetimebehavior",
            "rewritebatchedstatements",
            "cacheprepstmts");

    private final String host;
    private final String port;
    private final String database;
    private final Optional<String> user;
    private final Optional<Secret> password;
    private final List<String> dropped;

    private JdbcUrl(String host, String port, String database, Credentials credentials, List<String> dropped) {
        this.host = host;
        this.port = port;
        this.database = database;
        this.user = credentials.user;
        this.password = credentials.password;
        this.dropped = List.copyOf(dropped);
    }

    /**
     * Reads a {@code jdbc:mysql:} or {@code jdbc:mariadb:} URL that names a database. Of several hosts it takes the first.
     *
     * @throws ToolException when the text has another form; the message does not show it
     */
    public static JdbcUrl parse(String url) {
        JdbcUrl parsed = ofServer(url);
        if (parsed.database.isEmpty()) {
            throw invalid("the JDBC URL names no database", ALL);
        }
        return parsed;
    }

    /** As {@link #parse}, of a URL that may leave the database to be named elsewhere. */
    public static JdbcUrl ofServer(String url) {
        Matcher form = FORM.matcher(url.strip());
        if (url.length() > LONGEST || !form.matches()) {
            throw invalid("the JDBC URL is not of the form jdbc:mysql://host:port/database?options", ALL);
        }
        String[] hosts = form.group("hosts").split(",", -1);
        Matcher first = HOST_PORT.matcher(hosts[0]);
        if (!first.matches()) {
            throw invalid("the JDBC URL has no plain host and port", ALL);
        }
        Credentials credentials = new Credentials(form.group("login"));
        List<String> dropped = new ArrayList<>();
        if (hosts.length > 1) {
            dropped.add("further hosts");
        }
        String options = Optional.ofNullable(form.group("options")).orElse("");
        for (String option : options.split("&", -1)) {
            String[] pair = option.split("=", 2);
            String name = pair[0].strip();
            String value = pair.length > 1 ? pair[1] : "";
            switch (name.toLowerCase(Locale.ROOT)) {
                case "" -> {}
                case "user" -> credentials.user = Optional.of(decoded(value));
                case "password" -> credentials.password = Optional.of(Secret.of(decoded(value)));
                default -> {
                    if (!HARMLESS.contains(name.toLowerCase(Locale.ROOT))) {
                        dropped.add(name);
                    }
                }
            }
        }
        dropped.sort(null);
        return new JdbcUrl(first.group("host"), first.group("port"), form.group("database"), credentials, dropped);
    }

    /** @throws ToolException when it is neither a host name nor an IP address */
    public HostAddress host() {
        return HostAddress.of(host)
                .orElseThrow(() -> invalid(
                        "the JDBC URL's host is neither a host name nor an IP address: "
                                + HostAddress.fault(host).orElse(""),
                        ALL));
    }

    /**
     * 1 to 65535; {@link #DEFAULT_PORT} when the URL has none.
     *
     * @throws ToolException when it is none
     */
    public int port() {
        if (port == null) {
            return DEFAULT_PORT;
        }
        int number = NUMBER.matcher(port).matches() ? Integer.parseInt(port) : 0;
        if (number < 1 || number > LAST_PORT) {
            throw invalid(
                    "the JDBC URL's port is not from 1 to 65535", "correct it there, or give the port with --db-port");
        }
        return number;
    }

    /**
     * Empty only when {@link #ofServer} was asked.
     *
     * @throws ToolException when it is no plain name
     */
    public String database() {
        if (!database.isEmpty() && !DatabaseSettings.isPlainName(database)) {
            throw invalid(
                    "the JDBC URL's database has other characters than letters, digits, _, $ and -",
                    "correct it there, or give the database with --db-name");
        }
        return database;
    }

    public Optional<String> user() {
        return user;
    }

    public Optional<Secret> password() {
        return password;
    }

    /** The names of what was left out, sorted; never a value. */
    public List<String> dropped() {
        return dropped;
    }

    private static final class Credentials {
        private Optional<String> user = Optional.empty();
        private Optional<Secret> password = Optional.empty();

        Credentials(String login) {
            if (login != null) {
                String[] parts = login.split(":", 2);
                user = Optional.of(decoded(parts[0])).filter(name -> !name.isEmpty());
                password = parts.length > 1 ? Optional.of(Secret.of(decoded(parts[1]))) : Optional.empty();
            }
        }
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    private static ToolException invalid(String message, String hint) {
        return new ToolException(ExitCode.INVALID_INPUT, message, hint);
    }
}
