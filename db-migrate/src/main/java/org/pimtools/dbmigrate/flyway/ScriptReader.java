package org.pimtools.dbmigrate.flyway;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;
import org.pimtools.dbmigrate.script.Dialect;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.ScriptBuilder;
import org.pimtools.dbmigrate.script.ScriptStatement;
import org.pimtools.dbmigrate.script.StatementSplitter;

/** Reads a script to its end. Of a large one, the texts of the statements stay in the file. */
final class ScriptReader implements StatementSplitter.Sink {
    /** In bytes. */
    private static final long LARGE = 8L << 20;

    private static final int FAULTS_SHOWN = 5;

    private final Path path;
    private final boolean large;
    private final ScriptBuilder statements = new ScriptBuilder();
    private final List<String> faults = new ArrayList<>();
    private int moreFaults;
    private boolean suspicious;
    private int checksum;

    private ScriptReader(Path path) {
        this.path = path;
        large = path.toFile().length() > LARGE;
    }

    /** @throws ToolException when the file cannot be read, is not UTF-8, or holds what is not for the server */
    static Script read(ScriptFile file, Dialect dialect) {
        ScriptReader reader = new ScriptReader(file.path());
        try {
            reader.split(dialect);
        } catch (IOException e) {
            throw unreadable(file.file(), file.path(), e);
        }
        reader.requireNoFault(file);
        return reader.statements.build(
                file.direction(), file.version(), file.description(), file.file(), reader.checksum, reader.suspicious);
    }

    /** @throws ToolException when the file cannot be read, or is not UTF-8 */
    static int checksum(ScriptFile file) {
        try (FileLines lines = FileLines.open(file.path())) {
            while (lines.next().isPresent()) {
                // on to the end
            }
            return lines.checksum();
        } catch (IOException e) {
            throw unreadable(file.file(), file.path(), e);
        }
    }

    static ToolException unreadable(String file, Path path, IOException e) {
        return e instanceof CharacterCodingException
                ? new ToolException(ExitCode.INVALID_INPUT, file + " is not UTF-8", "store it again in UTF-8", e)
                : new ToolException(
                        ExitCode.INVALID_INPUT,
                        file + " cannot be read: " + FileFailure.reason(e),
                        "check the file and its rights: " + path,
                        e);
    }

    private void split(Dialect dialect) throws IOException {
        StatementSplitter splitter = new StatementSplitter(dialect, this);
        try (FileLines lines = FileLines.open(path)) {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                splitter.line(line.get(), lines.offset());
                suspicious |= !large && (lines.endsWithReturn() || FlywayComparison.isSuspicious(line.get()));
            }
            checksum = lines.checksum();
        }
        splitter.end();
    }

    @Override
    public void statement(StatementSplitter.Found found) {
        String sql = found.sql();
        statements.add(
                found.line(),
                sql,
                large ? TextInFile.of(path, found.offset(), sql) : new ScriptStatement.Kept(sql),
                found.dialect());
    }

    @Override
    public void fault(int line, String message) {
        if (faults.size() < FAULTS_SHOWN) {
            faults.add("line " + line + " " + message);
        } else {
            moreFaults++;
        }
    }

    private void requireNoFault(ScriptFile file) {
        if (!faults.isEmpty()) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    file.file() + ": " + String.join("; ", faults)
                            + (moreFaults == 0 ? "" : "; and " + moreFaults + " more"),
                    "fix the script; nothing of it was run");
        }
    }
}
