package org.pimtools.dbmigrate.flyway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.script.ScriptStatement;

/**
 * The text of a statement of a large script, which is read again each time.
 *
 * @param offset where it begins in the file, in bytes
 * @param length in bytes of UTF-8, with {@code \n} for a line's end
 * @param lines how many ends of lines are in it
 * @param checksum of the text when the file was read first, CRC-32
 */
record TextInFile(Path file, long offset, int length, int lines, long checksum) implements ScriptStatement.Text {
    static TextInFile of(Path file, long offset, String sql) {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        int lines = 0;
        for (byte b : text) {
            lines += b == '\n' ? 1 : 0;
        }
        return new TextInFile(file, offset, text.length, lines, checksum(text, text.length));
    }

    @Override
    public String sql() {
        byte[] text;
        try (SeekableByteChannel channel = Files.newByteChannel(file).position(offset)) {
            ByteBuffer read = ByteBuffer.allocate(length + lines);
            while (read.hasRemaining() && channel.read(read) >= 0) {
                // on to the end
            }
            text = read.array();
        } catch (IOException e) {
            throw ScriptReader.unreadable(file.toString(), file, e);
        }
        int end = 0;
        for (int i = 0; end < length && i < text.length; i++) {
            if (text[i] != '\r' || i + 1 == text.length || text[i + 1] != '\n') {
                text[end++] = text[i];
            }
        }
        if (end < length || checksum(text, length) != checksum) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    file + " has changed since this run began to read it",
                    "let nothing write to the folder during a run, then run again: it resumes with the next statement");
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    private static long checksum(byte[] text, int length) {
        CRC32 checksum = new CRC32();
        checksum.update(text, 0, length);
        return checksum.getValue();
    }
}
