package org.pimtools.common.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.Driver;

/** Connections of the driver, without a pool: every one is a session of its own at the server. */
public final class Connections {
    private static final int CONNECT_MILLIS = 10_000;

    private Connections() {}

    /**
     * Connects anew each time, with the protection that the settings ask for. Nothing is tried before the first connection.
     *
     * @throws SQLException when the settings make no configuration for the driver
     * @throws org.pimtools.common.error.ToolException when the file of certificates cannot be used
     */
    public static DataSource dataSource(DatabaseSettings settings) throws SQLException {
        return dataSource(settings, Map.of());
    }

    /**
     * Password, user and database go to the driver beside the URL: so no message of the driver shows the password, and no character
     * of the other two is taken for a part of a URL.
     */
    static DataSource dataSource(DatabaseSettings settings, Map<String, Object> further) throws SQLException {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("sslMode", settings.tls().driverName());
        options.put("allowLocalInfile", false);
        options.put("connectTimeout", CONNECT_MILLIS);
        options.put("tcpKeepAlive", true);
        options.put("tcpKeepIdle", 60);
        options.put("tcpKeepInterval", 15);
        options.put("tcpKeepCount", 8);
        options.putAll(further);
        Configuration plain =
                Configuration.parse("jdbc:mariadb://" + settings.host().uriText() + ":" + settings.port()
                        + "/?"
                        + settings.caFile().map(CaFile::option).orElse("")
                        + options.entrySet().stream()
                                .map(option -> option.getKey() + "=" + option.getValue())
                                .collect(Collectors.joining("&")));
        return new OneByOne(plain.toBuilder()
                .database(settings.database())
                .user(settings.user())
                .password(settings.password().reveal())
                .build());
    }

    /** What JDBC asks of a source; whoever has it connects as the user of the settings and as no other. */
    private static final class OneByOne implements DataSource {
        private final Configuration configuration;

        OneByOne(Configuration configuration) {
            this.configuration = configuration;
        }

        @Override
        public Connection getConnection() throws SQLException {
            return Driver.connect(configuration);
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException("another user than that of the settings");
        }

        @Override
        public PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(PrintWriter out) throws SQLException {
            throw new SQLFeatureNotSupportedException("a log writer");
        }

        @Override
        public void setLoginTimeout(int seconds) throws SQLException {
            throw new SQLFeatureNotSupportedException("another timeout");
        }

        @Override
        public int getLoginTimeout() {
            return CONNECT_MILLIS / 1000;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException("a logger of java.util.logging");
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            if (type.isInstance(this)) {
                return type.cast(this);
            }
            throw new SQLException("not a " + type.getName());
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return type.isInstance(this);
        }
    }
}
