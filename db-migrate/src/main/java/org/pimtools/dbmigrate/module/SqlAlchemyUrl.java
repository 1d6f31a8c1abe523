package org.pimtools.dbmigrate.module;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.secret.Secret;

/**
 * A database URL as the modules' own programs have it, {@code mysql+pymysql://user:password@host:port/database?options}: SQLAlchemy's
 * form (its documentation, "Database URLs"), in which user and password are percent-encoded, and the password ends at the last {@code @}.
 */
final class SqlAlchemyUrl {
    private static final int DEFAULT_PORT = 3306;
    private static final int LONGEST = 4_096;
    private static final Pattern FORM = Pattern.compile("(?:mysql|mariadb)(?:\\+[a-z0-9_]+)?://"
            + "(?:(?<user>[^:/@]*)(?::(?<password>.*))?@)?"
            + "(?<host>\\[[0-9A-Fa-f:.]+\\]|[^\\[\\]:/?@]+)(?::(?<port>[0-9]{1,5}))?"
            + "(?:/(?<database>[^?/]*))?(?:\\?(?<options>[^@]*))?");
    /** Options of the Python driver that change nothing here. */
    private static final Set<String> HARMLESS = Set.of("charset", "use_unicode", "connect_timeout");

    private SqlAlchemyUrl() {}

    /** Empty when the text has another form. */
    static Optional<Connection> parse(String url) {
        Matcher form = FORM.matcher(url.strip());
        if (url.length() > LONGEST || !form.matches()) {
            return Optional.empty();
        }
        Optional<HostAddress> host = HostAddress.of(form.group("host"));
        int port = form.group("port") == null ? DEFAULT_PORT : Integer.parseInt(form.group("port"));
        if (host.isEmpty() || port < 1 || port > 65_535) {
            return Optional.empty();
        }
        Set<String> dropped = new TreeSet<>();
        Optional<Path> caFile = Optional.empty();
        String options = form.group("options") == null ? "" : form.group("options");
        for (String option : options.split("&")) {
            String[] pair = option.split("=", 2);
            if (pair[0].equals("ssl_ca") && pair.length > 1 && pair[1].startsWith("/")) {
                caFile = Optional.of(Path.of(decoded(pair[1]).replace("\0", "")));
            } else if (!pair[0].isEmpty() && !HARMLESS.contains(pair[0])) {
                dropped.add(pair[0]);
            }
        }
        return Optional.of(new Connection(
                host.get(),
                port,
                form.group("database") == null ? "" : form.group("database"),
                Optional.ofNullable(form.group("user"))
                        .map(SqlAlchemyUrl::decoded)
                        .filter(user -> !user.isEmpty()),
                Optional.ofNullable(form.group("password"))
                        .map(SqlAlchemyUrl::decoded)
                        .map(Secret::of),
                caFile,
                List.copyOf(dropped)));
    }

    /** A plus sign stands for itself; what is no percent-encoding is taken as it is. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
