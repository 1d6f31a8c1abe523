package org.pimtools.manual;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.pimtools.dbmigrate.command.AosDbMigrate;

/**
 * Writes everything that is made from the commands' declarations: manual pages and completion into a folder laid out as
 * {@code /usr/share}, the description of options for {@code openstack aos db migrate} into another.
 */
public final class Manual {
    private static final int DATE = "2026-01-01".length();

    private Manual() {}

    /** @param args the two folders, the version, and the time of the build as an ISO instant */
    public static void main(String... args) throws IOException {
        write(Path.of(args[0]), args[2], args[3].substring(0, DATE));
        describe(Path.of(args[1]), args[2]);
    }

    static void write(Path share, String version, String date) throws IOException {
        List<Product> products = Product.all(version);
        for (Product product : products) {
            plain(share.resolve("bash-completion/completions/" + product.name()), BashCompletion.of(product));
            plain(share.resolve("zsh/site-functions/_" + product.name()), ZshCompletion.of(product));
            for (CommandText command : product.commands()) {
                compressed(
                        share.resolve("man/man1/" + command.pageName() + ".1.gz"),
                        ManPage.of(command, product, products, version, date));
            }
        }
    }

    static void describe(Path python, String version) throws IOException {
        CommandText command = Product.of(AosDbMigrate.class, version).root();
        plain(python.resolve("aos_db_migrate_openstack/options.json"), OptionsDescription.of(command));
    }

    private static void plain(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static void compressed(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(content.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
