package org.pimtools.migrator.sql;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.signature.Signatures;
import org.pimtools.common.signature.SigningKey;
import org.pimtools.common.sql.SqlManifest;
import org.pimtools.common.sql.SqlScript;
import org.pimtools.migrator.step.Change;

/** Writes SQL files for the platform's database, which somebody else runs there. */
public final class SqlFiles {
    private SqlFiles() {}

    /**
     * Writes one file, complete and durable before it has its name. A file of the same name and content is left as it is.
     *
     * @param folder exists
     * @param manifest says whether it is the update or the rollback, and gives the file its name
     * @param key the host's, which signs the file
     * @param rows opened twice and closed each time; the same rows in the same order, in the direction of the update. A row
     *     that comes twice unchanged is written once
     * @return the file
     * @throws ToolException when a file of this name with other content exists, when two rows contradict each other, or when
     *     the folder cannot be written
     */
    public static Path write(Path folder, SqlManifest manifest, SigningKey key, Supplier<Stream<Change.SetRow>> rows) {
        Path file = folder.resolve(manifest.fileName());
        try {
            Path unfinished = Files.createTempFile(folder, "." + manifest.fileName(), ".unfinished");
            try {
                render(unfinished, manifest, key, rows);
                publish(unfinished, file);
            } finally {
                Files.deleteIfExists(unfinished);
            }
            return file;
        } catch (IOException | UncheckedIOException e) {
            throw new ToolException(
                    ExitCode.FAILED, "cannot write the SQL file " + file, "check the folder's space and rights", e);
        }
    }

    private static void render(Path file, SqlManifest manifest, SigningKey key, Supplier<Stream<Change.SetRow>> rows)
            throws IOException {
        SqlRenderer renderer = new SqlRenderer(manifest, key.publicText());
        try (Stream<Change.SetRow> first = rows.get()) {
            first.forEachOrdered(renderer::survey);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                DigestOutputStream bytes =
                        new DigestOutputStream(Channels.newOutputStream(channel), Signatures.sha256());
                Writer out = new BufferedWriter(
                        new OutputStreamWriter(bytes, StandardCharsets.US_ASCII.newEncoder()), 1 << 16);
                Stream<Change.SetRow> second = rows.get()) {
            renderer.render(second, out);
            out.flush();
            out.write(SqlScript.footer(key, bytes.getMessageDigest().digest()));
            out.flush();
            channel.force(true);
        }
    }

    private static void publish(Path unfinished, Path file) throws IOException {
        try {
            Files.move(unfinished, file);
            AtomicFile.syncFolder(file);
        } catch (FileAlreadyExistsException e) {
            if (Files.mismatch(unfinished, file) >= 0) {
                throw new ToolException(
                        ExitCode.UNSAFE,
                        "the SQL file " + file + " exists with other content",
                        "move it away if it is not needed any more, then run again",
                        e);
            }
        }
    }
}
