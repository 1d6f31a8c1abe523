package org.pimtools.dbmigrate.migrate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.pimtools.dbmigrate.module.Module;

/**
 * Modules that may run side by side. Those that share something, because a script of the one names the database of the other, stay in
 * one lane, one after the other as they were given.
 */
public final class Lanes {
    private Lanes() {}

    /** Each lane's modules in the order given; lanes in the order of their first modules. */
    public static List<List<Module>> of(List<Module> modules) {
        List<List<Module>> lanes = new ArrayList<>();
        for (Module module : modules) {
            List<Module> own = new ArrayList<>();
            List<List<Module>> apart = new ArrayList<>();
            for (List<Module> lane : lanes) {
                if (lane.stream().anyMatch(other -> share(module, other))) {
                    own.addAll(lane);
                } else {
                    apart.add(lane);
                }
            }
            own.add(module);
            own.sort((one, other) -> Integer.compare(modules.indexOf(one), modules.indexOf(other)));
            apart.add(own);
            apart.sort((one, other) -> Integer.compare(modules.indexOf(one.get(0)), modules.indexOf(other.get(0))));
            lanes = apart;
        }
        return lanes;
    }

    private static boolean share(Module one, Module other) {
        return names(one, other.database().database())
                || names(other, one.database().database());
    }

    /** Errs on the careful side: any text that holds the name counts. What cannot be read is told when the module runs. */
    private static boolean names(Module module, String database) {
        String name = database.toLowerCase(Locale.ROOT);
        return Stream.of(module.migrations(), module.undo()).distinct().anyMatch(folder -> {
            try (Stream<Path> files = Files.walk(folder)) {
                return files.filter(Files::isRegularFile).anyMatch(file -> holds(file, name));
            } catch (IOException | UncheckedIOException e) {
                return false;
            }
        });
    }

    private static boolean holds(Path file, String name) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            String bytes = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            return lines.anyMatch(line -> line.toLowerCase(Locale.ROOT).contains(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
