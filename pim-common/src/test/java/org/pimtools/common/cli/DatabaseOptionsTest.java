package org.pimtools.common.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.jdbc.ApiXml;
import org.pimtools.common.jdbc.DatabaseSettings;
import org.pimtools.common.jdbc.TlsMode;
import org.pimtools.common.output.Output;
import org.pimtools.common.secret.Secret;
import org.pimtools.common.secret.SecretReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class DatabaseOptionsTest {
    private static final String API_XML = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Context>
              <Resource name="jdbc/other" url="jdbc:mysql://wrong/kinton" username="x" password="y"/>
              <Resource name="jdbc/abiquoDB" auth="Container" type="javax.sql.DataSource"
                url="jdbc:mysql://db.example.org:3310/kinton5?autoReconnect=true&amp;allowUrlInLocalInfile=true"
                username="abiquo" password="p&quot;&lt;w"/>
            </Context>
            """;

    @TempDir
    Path folder;

    private Path apiXml;
    private DatabaseSettings settings;
    private ToolException refused;
    private String err;

    @BeforeEach
    void write() throws IOException {
        apiXml = Files.writeString(folder.resolve("api.xml"), API_XML);
    }

    @Command(name = "look")
    private final class Look extends BaseCommand {
        @Mixin
        DatabaseOptions database = new DatabaseOptions();

        private final Map<String, String> environment;
        private final Path defaultApiXml;

        Look(Map<String, String> environment, Path defaultApiXml) {
            this.environment = environment;
            this.defaultApiXml = defaultApiXml;
        }

        @Override
        protected ExitCode run(Output output) {
            try {
                settings = database.settings(output, new SecretReader(output, environment), defaultApiXml);
            } catch (ToolException e) {
                refused = e;
                throw e;
            }
            return ExitCode.DONE;
        }
    }

    private int look(Map<String, String> environment, Path defaultApiXml, String... args) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int exit = Tool.run("look", new Look(environment, defaultApiXml), stream, stream, args);
        err = bytes.toString(StandardCharsets.UTF_8);
        return exit;
    }

    @Test
    void takesEverythingFromApiXmlWhenNothingElseIsSaid() {
        assertEquals(0, look(Map.of(), apiXml), err);
        assertEquals("db.example.org:3310/kinton5", settings.where());
        assertEquals("abiquo", settings.user());
        assertEquals(Secret.of("p\"<w"), settings.password());
        assertEquals(TlsMode.VERIFY_FULL, settings.tls());
        assertEquals("look: warning: options of the JDBC URL in api.xml are not used: allowUrlInLocalInfile\n", err);
        assertFalse(settings.toString().contains("p\"<w"));
    }

    @Test
    void anOptionWinsOverApiXml() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "from file\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(
                0,
                look(
                        Map.of("PIM_DB_PASSWORD", "from environment"),
                        folder.resolve("none"),
                        "--api-xml",
                        apiXml.toString(),
                        "--db-host",
                        "127.0.0.1",
                        "--db-password-file",
                        password.toString()));
        assertEquals("127.0.0.1:3310/kinton5", settings.where());
        assertEquals(Secret.of("from file"), settings.password());
        assertEquals(TlsMode.OFF, settings.tls());
        assertTrue(err.contains("others than its owner may read the password file"), err);

        look(Map.of("PIM_DB_PASSWORD", "from environment"), apiXml);
        assertEquals(Secret.of("from environment"), settings.password());
    }

    @Test
    void doesNotSendThePlatformsPasswordToAnotherHostUnasked() {
        assertEquals(2, look(Map.of(), apiXml, "--db-host", "copy.example.org", "--db-user", "me"));
        assertEquals("no password for the database", refused.getMessage());
    }

    @Test
    void saysWhatIsMissing() {
        assertEquals(2, look(Map.of(), folder.resolve("none")));
        assertEquals("no database is named, and this machine has no api.xml", refused.getMessage());
        assertEquals(2, look(Map.of(), folder.resolve("none"), "--db-host", "h"));
        assertEquals("no user for the database", refused.getMessage());
        assertEquals(2, look(Map.of(), apiXml, "--db-tls", "maybe"));
        assertTrue(err.contains("expected off, verify-ca or verify-full"), err);
        assertEquals(2, look(Map.of(), apiXml, "--db-port", "70000"));
    }

    private void apiXml(String url) throws IOException {
        Files.writeString(apiXml, API_XML.replaceFirst("jdbc:mysql://db[^\"]*", url));
    }

    @Test
    void whatAnOptionOverridesInApiXmlIsNotLookedAt() throws IOException {
        apiXml("jdbc:mysql://db.example.org:https/kinton5");
        assertEquals(3, look(Map.of(), apiXml));
        assertEquals("the JDBC URL's port is not from 1 to 65535, in " + apiXml, refused.getMessage());
        assertEquals("correct it there, or give the port with --db-port", refused.hint());
        assertEquals(0, look(Map.of(), apiXml, "--db-port", "3310"), err);
        assertEquals("db.example.org:3310/kinton5", settings.where());

        apiXml("jdbc:mysql://db.example.org/kin ton");
        assertEquals(3, look(Map.of(), apiXml));
        assertEquals("correct it there, or give the database with --db-name", refused.hint());
        assertEquals(0, look(Map.of(), apiXml, "--db-name", "kinton"), err);
        assertEquals("db.example.org:3306/kinton", settings.where());

        apiXml("jdbc:mysql://db_1..example/kinton");
        assertEquals(3, look(Map.of(), apiXml));
        assertTrue(refused.getMessage().contains("address: '.' at position 6 has nothing before it, in "), err);
        assertEquals(0, look(Map.of(), apiXml, "--api-xml", apiXml.toString(), "--db-host", "db_1.example"), err);
        assertEquals("db_1.example:3306/kinton", settings.where());
        assertEquals("abiquo", settings.user());

        Files.writeString(apiXml, API_XML.replace("\"abiquo\"", "\"${user}\""));
        assertEquals(3, look(Map.of(), apiXml));
        assertEquals(0, look(Map.of(), apiXml, "--db-user", "me"), err);
    }

    @Test
    void anApiXmlOfWhichNothingIsNeededIsNotRead() {
        String[] all = {
            "--api-xml",
            folder.resolve("none").toString(),
            "--db-host",
            "h",
            "--db-port",
            "3307",
            "--db-name",
            "kinton",
            "--db-user",
            "me"
        };
        assertEquals(0, look(Map.of("PIM_DB_PASSWORD", "x"), apiXml, all), err);
        assertEquals("h:3307/kinton", settings.where());
    }

    @Test
    void readsNoEntityFromElsewhere() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "hunter2");
        Files.writeString(
                apiXml,
                "<!DOCTYPE Context [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>\n<Context><Resource"
                        + " name=\"jdbc/abiquoDB\" url=\"jdbc:mysql://h/kinton\" username=\"u\">&e;</Resource></Context>");
        ToolException e = assertThrows(ToolException.class, () -> ApiXml.read(apiXml));
        assertEquals(ExitCode.INVALID_INPUT, e.exitCode());
        assertEquals(apiXml + " is not plain XML, see line 1", e.getMessage());
    }

    @Test
    void refusesAnApiXmlWithoutTheResource() throws IOException {
        Files.writeString(apiXml, "<Context/>");
        assertEquals(
                apiXml + " has no resource jdbc/abiquoDB",
                assertThrows(ToolException.class, () -> ApiXml.read(apiXml)).getMessage());
        Files.writeString(apiXml, " ".repeat((1 << 20) + 1));
        assertEquals(
                "cannot read " + apiXml + ": it is larger than 1 MiB",
                assertThrows(ToolException.class, () -> ApiXml.read(apiXml)).getMessage());
    }
}
