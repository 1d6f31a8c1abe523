package org.pimtools.dbmigrate.module;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.secret.Secret;

class ServiceConfigTest {
    @TempDir
    Path folder;

    @Test
    void theLastConnectionOfTheSectionCounts() throws IOException {
        assertEquals(new ServiceConfig.Line.Found("mysql+pymysql://u:p@h/second?x=1"), read("""
                        [DEFAULT]
                        connection = mysql://not@this/one
                        [database]
                        #connection = mysql://nor@this/one
                        connection = mysql+pymysql://u:p@h/first
                        connection: "mysql+pymysql://u:p@h/second?x=1"
                        slave_connection = mysql://nor@this/one
                        [other]
                        connection = mysql://nor@this/one
                        """));
    }

    @Test
    void anIndentedLineGoesOnAndTwoDollarsAreOne() throws IOException {
        assertEquals(
                new ServiceConfig.Line.Found("mysql+pymysql://u:pa$word@h/db"),
                read("[database]\nconnection = mysql+pymysql://u:pa$$word@h\n   /db\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[database]~connection = mysql://u:${password}@h/d | has a variable in its connection, which only the module's program can fill in",
                "[database]~connection = mysql://u:$password@h/d | has a variable in its connection, which only the module's program can fill in",
                "[database]~connection = | has no connection in its section [database]",
                "[data base]~connection = mysql://u@h/d | has no connection in its section [database]",
                "connection = mysql://u@h/d | has no connection in its section [database]",
            })
    void whatCannotBeUsedIsSaidWithoutItsValue(String text, String fault) throws IOException {
        assertEquals(new ServiceConfig.Line.Fault(fault), read(text.replace('~', '\n')));
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        Path file = folder.resolve("x.conf");
        Files.write(file, new byte[] {'[', (byte) 0xff});
        assertEquals(new ServiceConfig.Line.Fault("is not UTF-8 text"), ServiceConfig.read(file));
        assertEquals(
                new ServiceConfig.Line.Fault("cannot be read: no such file"),
                ServiceConfig.read(folder.resolve("none")));
    }

    /** Its size, asked for beforehand, would be 0. */
    @Test
    void aDeviceWithoutAnEndIsReadToTheLimitOnly() {
        assertEquals(
                new ServiceConfig.Line.Fault("cannot be read: it is larger than 4 MiB"),
                ServiceConfig.read(Path.of("/dev/zero")));
    }

    @Test
    void urlsArePercentEncodedAndEndTheirPasswordAtTheLastAt() {
        Connection all = SqlAlchemyUrl.parse(
                        "mysql+pymysql://us%40er:p@ss%2Fw/or?d+x@[fd00::1]:3307/my%20db?charset=utf8&ssl_ca=/etc/ca.pem&b=1&a=2")
                .orElseThrow();
        assertEquals("fd00::1", all.host().text());
        assertEquals(3307, all.port());
        assertEquals("my%20db", all.database());
        assertEquals(Optional.of("us@er"), all.user());
        assertEquals(Optional.of(Secret.of("p@ss/w/or?d+x")), all.password());
        assertEquals(Optional.of(Path.of("/etc/ca.pem")), all.caFile());
        assertEquals(List.of("a", "b"), all.dropped());
        Connection least = SqlAlchemyUrl.parse("mariadb://db.example").orElseThrow();
        assertEquals(3306, least.port());
        assertEquals("", least.database());
        assertEquals(Optional.empty(), least.user());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:p@h/d",
                "sqlite:///x",
                "mysql://u:p@/d",
                "mysql://u:p@h:99999/d",
                "mysql://u:p@h h/d",
                "mysql://u:p@h:x/d",
                "",
            })
    void otherUrlsAreNone(String url) {
        assertEquals(Optional.empty(), SqlAlchemyUrl.parse(url));
    }

    private ServiceConfig.Line read(String text) throws IOException {
        return ServiceConfig.read(Files.writeString(folder.resolve("service.conf"), text));
    }
}
