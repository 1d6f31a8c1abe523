package org.pimtools.planner.sqlfile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.json.LineException;
import org.pimtools.common.json.LineReader;
import org.pimtools.common.signature.Signatures;
import org.pimtools.common.signature.SignedAs;
import org.pimtools.common.sql.RowChecksum;
import org.pimtools.common.sql.RowKeys;
import org.pimtools.common.sql.SqlFragments;
import org.pimtools.common.sql.SqlRow;
import org.pimtools.common.sql.SqlScript;
import org.pimtools.common.sql.SqlTarget;
import org.pimtools.common.sql.StagedTarget;

/**
 * Reads an SQL file in constant memory and accepts nothing but what the migrator writes: the header, the staging tables,
 * literal rows, to the byte the one block that belongs to these rows, and the signature with the key in the header.
 */
public final class SqlFileParser {
    private static final int LONGEST_LINE = 128 * 1024;

    private final Path path;
    private final LineReader lines;
    private final MessageDigest digest = Signatures.sha256();
    private final RowSink sink;
    private final RowKeys keys = new RowKeys();
    private final List<SqlTarget> targets = new ArrayList<>();
    private final List<RowChecksum> checksums = new ArrayList<>();

    private SqlFileParser(Path path, LineReader lines, RowSink sink) {
        this.path = path;
        this.lines = lines;
        this.sink = sink;
    }

    /**
     * Reads the file. Nothing may be done with the rows until it returns.
     *
     * @throws ToolException with {@link ExitCode#INVALID_INPUT} that names the line, for everything foreign, cut off or changed
     */
    public static SqlFile parse(Path path, RowSink sink) {
        try (LineReader lines = new LineReader(Files.newInputStream(path))) {
            SqlFileParser parser = new SqlFileParser(path, lines, sink);
            try {
                ManifestParser.Head head = parser.head();
                List<StagedTarget> staged = parser.body(head);
                return new SqlFile(path, head.manifest(), head.hostKey(), staged, parser.footer(head.hostKey()));
            } catch (SyntaxException | LineException e) {
                throw parser.refuse(e);
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Reads the header only, of which nothing is proven. */
    static SqlHead header(Path path) {
        try (LineReader lines = new LineReader(Files.newInputStream(path))) {
            SqlFileParser parser = new SqlFileParser(path, lines, (no, target, n, row, line) -> {});
            try {
                ManifestParser.Head head = parser.head();
                return new SqlHead(path, head.manifest(), head.hostKey());
            } catch (SyntaxException | LineException e) {
                throw parser.refuse(e);
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private ManifestParser.Head head() throws IOException, LineException, SyntaxException {
        StringBuilder header = new StringBuilder();
        int lines = ManifestParser.LINES;
        for (int i = 0; i < lines; i++) {
            String line = next();
            if (i == 0) {
                ManifestParser.requireVersion(line);
            }
            if (!line.startsWith("-- ")) {
                throw new SyntaxException("it does not begin with the header of an SQL file of pim-migrator");
            }
            lines += line.startsWith(SqlScript.ROLE) || line.startsWith(SqlScript.ENTITY) ? 1 : 0;
            header.append(line).append('\n');
            if (header.length() > LONGEST_LINE) {
                throw new SyntaxException("its header is too long");
            }
        }
        return ManifestParser.parse(header.toString());
    }

    private List<StagedTarget> body(ManifestParser.Head head) throws IOException, LineException, SyntaxException {
        String line = next();
        while (line.equals(SqlFragments.drop(targets.size() + 1) + ";")) {
            if (targets.size() == head.roles().size()) {
                throw new SyntaxException("a staging table of which the header says nothing");
            }
            SqlTarget target =
                    TargetParser.parse(targets.size() + 1, head.roles().get(targets.size()), next());
            if (targets.contains(target)) {
                throw new SyntaxException("a staging table is there twice");
            }
            targets.add(target);
            checksums.add(new RowChecksum());
            line = next();
        }
        if (targets.size() < head.roles().size()) {
            throw new SyntaxException("a staging table is missing");
        }
        int no = inserted(line);
        while (no > 0) {
            rows(no);
            line = next();
            no = inserted(line);
        }
        List<StagedTarget> staged = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            RowChecksum checksum = checksums.get(i);
            if (checksum.rows() == 0) {
                throw new SyntaxException("a staging table has no rows");
            }
            staged.add(new StagedTarget(i + 1, targets.get(i), checksum.rows(), checksum.sum()));
        }
        ending(SqlScript.ending(head.manifest().direction(), staged), line);
        return staged;
    }

    /** The number of the target that the INSERT is for, or 0 when it is none. */
    private int inserted(String line) {
        for (int no = 1; no <= targets.size(); no++) {
            if (line.equals(SqlFragments.insert(no, targets.get(no - 1)))) {
                return no;
            }
        }
        return 0;
    }

    private void rows(int no) throws IOException, LineException, SyntaxException {
        SqlTarget target = targets.get(no - 1);
        RowChecksum checksum = checksums.get(no - 1);
        boolean more = true;
        while (more) {
            String line = next();
            more = line.endsWith(",");
            if (!more && !line.endsWith(";")) {
                throw new SyntaxException("a row of literal values is expected");
            }
            SqlRow row = TupleParser.parse(target, checksum.rows() + 1, line.substring(0, line.length() - 1));
            if (keys.add(no, row) != RowKeys.Seen.NEW) {
                throw new SyntaxException("the row with this key is there twice");
            }
            checksum.add(row);
            sink.row(no, target, checksum.rows(), row, lines.number());
        }
    }

    private void ending(String expected, String first) throws IOException, LineException, SyntaxException {
        String line = first;
        String[] wanted = expected.split("\n");
        for (int i = 0; i < wanted.length; i++) {
            if (!line.equals(wanted[i])) {
                throw new SyntaxException("a statement that the migrator does not write for these rows");
            }
            if (i + 1 < wanted.length) {
                line = next();
            }
        }
    }

    /** @return SHA-256 of all that is signed, hexadecimal */
    private String footer(String hostKey) throws IOException, LineException, SyntaxException {
        byte[] signed = digest.digest();
        byte[] bytes = lines.next();
        if (bytes == null) {
            throw new SyntaxException("the file is cut off: it ends without its signature");
        }
        String line = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!line.startsWith(SqlScript.SIGNATURE)) {
            throw new SyntaxException("it has no signature after its end");
        }
        if (!Signatures.verify(
                SignedAs.SQL, hostKey, signed, line.substring(SqlScript.SIGNATURE.length(), line.length() - 1))) {
            throw new SyntaxException(
                    "it is not signed with the key in its header, or was changed after it was signed");
        }
        if (lines.next() != null) {
            throw new SyntaxException("something stands after the end");
        }
        return HexFormat.of().formatHex(signed);
    }

    private String next() throws IOException, LineException, SyntaxException {
        byte[] bytes = lines.next();
        if (bytes == null) {
            throw new SyntaxException("the file is cut off");
        }
        if (bytes.length > LONGEST_LINE) {
            throw new SyntaxException("the line is too long");
        }
        for (int i = 0; i < bytes.length - 1; i++) {
            if (bytes[i] < ' ' || bytes[i] > '~') {
                throw new SyntaxException("a character that is not printable ASCII");
            }
        }
        digest.update(bytes);
        return new String(bytes, 0, bytes.length - 1, StandardCharsets.US_ASCII);
    }

    private ToolException refuse(Exception fault) {
        return new ToolException(
                ExitCode.INVALID_INPUT,
                "the SQL file " + path + " is refused at line " + lines.number() + ": " + fault.getMessage(),
                "take the file from its host again as pim-migrator wrote it, unedited",
                fault);
    }

    private static ToolException unreadable(Path path, IOException e) {
        return new ToolException(
                ExitCode.INVALID_INPUT, "cannot read the SQL file " + path, "check the path and its rights", e);
    }
}
