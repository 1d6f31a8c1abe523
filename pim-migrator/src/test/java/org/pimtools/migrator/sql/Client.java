package org.pimtools.migrator.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.Tools;

/** The real command line client, as an operator calls it. */
public final class Client {
    private final Database database;
    private final Path folder;

    public Client(Database database, Path folder) {
        this.database = database;
        this.folder = folder;
    }

    /** What a call of the client gave. */
    public record Run(int exit, String out, String err) {}

    /** Feeds the text to standard input and waits for the end. */
    public Run feed(String sql, String... options) {
        try {
            Path input = Files.writeString(Files.createTempFile(folder, "client", ".sql"), sql);
            Path out = Files.createTempFile(folder, "client", ".out");
            Path err = Files.createTempFile(folder, "client", ".err");
            int exit = start(input, out, err, options).waitFor();
            return new Run(exit, Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts the client on a file and does not wait. */
    Process start(Path input, Path out, Path err, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Tools.require("mariadb", "mysql").toString(),
                "--no-defaults",
                "--protocol=tcp",
                "--host=" + database.server().host(),
                "--port=" + database.server().port(),
                "--user=" + database.server().user()));
        command.addAll(List.of(options));
        command.add(database.name());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("MYSQL_PWD", database.server().password());
        return builder.start();
    }
}
