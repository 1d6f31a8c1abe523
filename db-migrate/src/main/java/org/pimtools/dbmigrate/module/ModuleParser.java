package org.pimtools.dbmigrate.module;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.jdbc.JdbcUrl;
import org.pimtools.common.jdbc.TlsMode;
import org.pimtools.common.secret.Secret;
import org.pimtools.common.text.Text;
import org.pimtools.common.yaml.YamlGroup;

/** Reads one module's file, as {@code docs/module-file.md} describes it, and collects every fault. */
final class ModuleParser {
    private static final Set<String> KEYS =
            Set.of("name", "display-name", "order", "migrations", "undo", "database", "predecessor", "strict");
    private static final Set<String> DATABASE_KEYS =
            Set.of("url", "config", "name", "user", "password", "password-file", "tls", "ca");
    private static final Set<String> PREDECESSOR_KEYS = Set.of("table", "column");
    private static final int LAST = 1_000_000;
    private static final int LONGEST_NAME = 100;

    private final Path file;
    private final List<String> faults = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private boolean holdsPassword;

    ModuleParser(Path file) {
        this.file = file;
    }

    /** What is wrong, without the file's name. */
    List<String> faults() {
        return faults;
    }

    /** Options of the database's URL that are not used. */
    List<String> dropped() {
        return dropped;
    }

    boolean holdsPassword() {
        return holdsPassword;
    }

    /** The module; empty when there are {@link #faults()}. */
    Optional<ModuleFile> parse(byte[] content) {
        YamlGroup root = YamlGroup.of(content, faults);
        if (!faults.isEmpty()) {
            return Optional.empty();
        }
        root.onlyKeys(KEYS);
        Optional<String> name = name(root, "name", root.neededText("name"));
        Optional<String> displayName = name(root, "display-name", root.text("display-name"));
        if (!root.has("order")) {
            root.fault("order", "is missing");
        }
        Optional<Integer> order = root.number("order", 0, LAST);
        Optional<Path> migrations = path(root, "migrations", root.neededText("migrations"));
        Optional<Path> undo = path(root, "undo", root.text("undo"));
        Optional<Boolean> strict = root.flag("strict");
        Optional<ModuleDatabase> database = database(root);
        Optional<Predecessor> predecessor = root.group("predecessor").flatMap(ModuleParser::predecessor);
        if (!faults.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ModuleFile(
                file,
                name.orElseThrow(),
                displayName.or(() -> name).orElseThrow(),
                order.orElseThrow(),
                migrations.orElseThrow(),
                undo.or(() -> migrations).orElseThrow(),
                database.orElseThrow(),
                predecessor,
                strict.orElse(false)));
    }

    /** Names are typed and stand in tables. */
    private static Optional<String> name(YamlGroup group, String key, Optional<String> name) {
        return name.filter(text -> {
            boolean fit = text.equals(text.strip())
                    && !text.isEmpty()
                    && !text.startsWith("-")
                    && text.codePoints().noneMatch(Text::isInvisible)
                    && text.length() <= LONGEST_NAME;
            if (!fit) {
                group.fault(
                        key,
                        "is no name: at most " + LONGEST_NAME
                                + " visible characters, no '-' in front, no blanks around them");
            }
            return fit;
        });
    }

    /** A relative path begins in the folder of the module's file. */
    private Optional<Path> path(YamlGroup group, String key, Optional<String> text) {
        return text.flatMap(written -> {
            try {
                return Optional.of(file.toAbsolutePath().resolveSibling(written).normalize());
            } catch (InvalidPathException e) {
                group.fault(key, "is no path");
                return Optional.empty();
            }
        });
    }

    private static Optional<Predecessor> predecessor(YamlGroup group) {
        group.onlyKeys(PREDECESSOR_KEYS);
        Optional<String> table = group.neededText("table");
        Optional<String> column = group.neededText("column");
        return table.flatMap(name -> column.map(of -> new Predecessor(name, of)));
    }

    private Optional<ModuleDatabase> database(YamlGroup root) {
        Optional<YamlGroup> group = root.group("database");
        if (group.isEmpty()) {
            if (!root.has("database")) {
                root.fault("database", "is missing");
            }
            return Optional.empty();
        }
        YamlGroup database = group.get().onlyKeys(DATABASE_KEYS);
        Optional<Connection> connection = connection(database);
        Optional<String> named = database.text("name");
        Optional<String> user = database.text("user");
        Optional<Secret> password = database.text("password").map(Secret::of);
        Optional<Path> passwordFile = path(database, "password-file", database.text("password-file"));
        Optional<Path> ca = path(database, "ca", database.text("ca"));
        Optional<TlsMode> tls = tls(database);
        holdsPassword = password.isPresent()
                || database.has("url")
                        && connection.flatMap(Connection::password).isPresent();
        if (password.isPresent() && passwordFile.isPresent()) {
            database.fault("password", "and password-file are both there: keep one");
        }
        return connection.flatMap(found -> settings(database, found, named, user, password, passwordFile, tls, ca));
    }

    private Optional<ModuleDatabase> settings(
            YamlGroup group,
            Connection found,
            Optional<String> named,
            Optional<String> user,
            Optional<Secret> password,
            Optional<Path> passwordFile,
            Optional<TlsMode> tls,
            Optional<Path> ca) {
        String name = named.orElse(found.database());
        if (name.isEmpty()) {
            group.fault("name", "is missing, and the connection names no database");
        }
        if (user.or(found::user).isEmpty()) {
            group.fault("user", "is missing, and the connection names none");
        }
        if (name.isEmpty() || user.or(found::user).isEmpty()) {
            return Optional.empty();
        }
        ModuleDatabase database = new ModuleDatabase(
                found.host(),
                found.port(),
                name,
                user.or(found::user).get(),
                password.or(found::password),
                passwordFile,
                tls.orElseGet(() -> TlsMode.defaultFor(found.host())),
                ca.or(found::caFile));
        try {
            database.with(Secret.of(""));
        } catch (IllegalArgumentException e) {
            group.fault("name", "or user cannot be used: " + e.getMessage());
        }
        return Optional.of(database);
    }

    private static Optional<TlsMode> tls(YamlGroup group) {
        return group.text("tls").flatMap(text -> {
            Optional<TlsMode> mode = Arrays.stream(TlsMode.values())
                    .filter(known -> known.toString().equals(text))
                    .findFirst();
            if (mode.isEmpty()) {
                group.fault("tls", "is none of off, verify-ca, verify-full");
            }
            return mode;
        });
    }

    private Optional<Connection> connection(YamlGroup group) {
        Optional<String> url = group.text("url");
        Optional<Path> config = path(group, "config", group.text("config"));
        if (group.has("url") == group.has("config")) {
            group.fault(
                    "url", group.has("url") ? "and config are both there: keep one" : "is missing; or name a config");
            return Optional.empty();
        }
        Optional<Connection> connection =
                url.isPresent() ? jdbc(group, url.get()) : config.flatMap(path -> service(group, path));
        connection.ifPresent(found -> dropped.addAll(found.dropped()));
        return connection;
    }

    private static Optional<Connection> jdbc(YamlGroup group, String url) {
        try {
            return Optional.of(Connection.of(JdbcUrl.ofServer(url)));
        } catch (ToolException e) {
            group.fault("url", "cannot be used: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Connection> service(YamlGroup group, Path config) {
        ServiceConfig.Line line = ServiceConfig.read(config);
        if (line instanceof ServiceConfig.Line.Fault fault) {
            group.fault("config", config + " " + fault.fault());
            return Optional.empty();
        }
        Optional<Connection> connection = SqlAlchemyUrl.parse(((ServiceConfig.Line.Found) line).connection());
        if (connection.isEmpty()) {
            group.fault(
                    "config",
                    config
                            + " has a connection that is not of the form mysql+pymysql://user:password@host:port/database");
        }
        return connection;
    }
}
