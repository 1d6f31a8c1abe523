package org.pimtools.common.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.secret.Secret;

class JdbcUrlTest {
    @Test
    void takesHostPortAndDatabaseAndDropsOptions() {
        JdbcUrl url = JdbcUrl.parse("jdbc:mysql://DB.example.org:3307/kinton?autoReconnect=true&allowLocalInfile=true"
                + "&sslMode=DISABLED&useUnicode=true&characterEncoding=utf8");
        assertEquals("db.example.org", url.host().text());
        assertEquals(3307, url.port());
        assertEquals("kinton", url.database());
        assertEquals(List.of("allowLocalInfile", "sslMode"), url.dropped());
        assertEquals(Optional.empty(), url.user());
    }

    @Test
    void takesCredentialsOutOfTheUrl() {
        JdbcUrl options = JdbcUrl.parse("jdbc:mariadb://[::1]/kinton?user=me&password=a%26b+c");
        assertEquals("::1", options.host().text());
        assertEquals(3306, options.port());
        assertEquals(Optional.of("me"), options.user());
        assertEquals(Optional.of(Secret.of("a&b+c")), options.password());
        assertFalse(options.toString().contains("a&b"));

        JdbcUrl login = JdbcUrl.parse("jdbc:mysql://me:s%40fe@h/kinton");
        assertEquals(Optional.of("me"), login.user());
        assertEquals(Optional.of(Secret.of("s@fe")), login.password());
    }

    @Test
    void takesTheFirstOfSeveralHostsAndSaysSo() {
        JdbcUrl url = JdbcUrl.parse("jdbc:mysql://one:3306,two:3306/kinton");
        assertEquals("one", url.host().text());
        assertEquals(List.of("further hosts"), url.dropped());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "jdbc:postgresql://h/kinton",
                "jdbc:mysql:replication://h/kinton",
                "jdbc:mysql://h",
                "jdbc:mysql://h/",
                "jdbc:mysql://h:99999/kinton",
                "jdbc:mysql://address=(host=h)/kinton",
                "jdbc:mysql://h/kin`ton",
                "jdbc:mysql://h%00/kinton",
                "jdbc:mysql://user:hunter2@h x/kinton"
            })
    void refusesOtherFormsWithoutShowingThem(String url) {
        ToolException e = assertThrows(ToolException.class, () -> {
            JdbcUrl parsed = JdbcUrl.parse(url);
            parsed.host();
            parsed.port();
            parsed.database();
        });
        assertEquals(ExitCode.INVALID_INPUT, e.exitCode());
        assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
    }
}
