package org.pimtools.dbmigrate.flyway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.script.Chain;
import org.pimtools.dbmigrate.script.ScriptStatement;

/**
 * The text of a statement of a large script, which is read again each time.
 *
 * @param offset where it begins in the file, in bytes
 * @param length in characters, with {@code \n} for a line's end
 * @param digest of the text when the file was read first
 */
record TextInFile(Path file, long offset, int length, String digest) implements ScriptStatement.Text {
    @Override
    public String sql() {
        StringBuilder text = new StringBuilder(length + 1);
        try (FileLines lines = FileLines.open(file, offset)) {
            Optional<String> line = lines.next();
            while (line.isPresent() && text.length() < length) {
                text.append(line.get()).append('\n');
                line = text.length() < length ? lines.next() : Optional.empty();
            }
        } catch (IOException e) {
            throw ScriptReader.unreadable(file.toString(), file, e);
        }
        String sql = text.substring(0, Math.min(length, text.length()));
        if (!Chain.digest(sql).equals(digest)) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    file + " has changed since this run began to read it",
                    "let nothing write to the folder during a run, then run again: it resumes with the next statement");
        }
        return sql;
    }
}
