package org.pimtools.dbmigrate.flyway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.parser.Parser;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.resolver.ChecksumCalculator;
import org.flywaydb.core.internal.resource.StringResource;
import org.flywaydb.core.internal.sqlscript.SqlStatement;
import org.flywaydb.core.internal.sqlscript.SqlStatementIterator;
import org.flywaydb.database.mysql.mariadb.MariaDBParser;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.ScriptStatement;

/** Flyway's parser and checksum: the only use of classes that Flyway does not offer for use. */
final class FlywayScripts {
    private FlywayScripts() {}

    static int checksum(ScriptFile file) {
        return ChecksumCalculator.calculate(resource(file));
    }

    static Script load(ScriptFile file) {
        LoadableResource resource = resource(file);
        List<ScriptStatement> statements = new ArrayList<>();
        ClassicConfiguration configuration = new ClassicConfiguration();
        configuration.setPlaceholderReplacement(false);
        Parser parser = new MariaDBParser(configuration, new ParsingContext());
        try (SqlStatementIterator parsed = parser.parse(resource)) {
            while (parsed.hasNext()) {
                SqlStatement statement = parsed.next();
                statements.add(
                        new ScriptStatement(statements.size() + 1, statement.getLineNumber(), statement.getSql()));
            }
        } catch (FlywayException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    file.file() + " cannot be taken apart into statements: " + FlywayText.plain(e),
                    "look for a quote, comment or DELIMITER that is not closed",
                    e);
        }
        return new Script(
                file.direction(),
                file.version(),
                file.description(),
                file.file(),
                ChecksumCalculator.calculate(resource),
                statements);
    }

    /** The file's text; a mark of the byte order before it is no part of it, as for Flyway. */
    private static LoadableResource resource(ScriptFile file) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file.path())))
                    .toString();
            return new StringResource(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT, file.file() + " is not UTF-8", "store it again in UTF-8", e);
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    file.file() + " cannot be read: " + e.getClass().getSimpleName(),
                    "check the file and its rights: " + file.path(),
                    e);
        }
    }
}
