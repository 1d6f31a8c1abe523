package org.pimtools.dbmigrate.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.file.PrivateFiles;
import org.pimtools.common.output.Output;
import org.pimtools.common.text.Nearest;
import org.pimtools.common.text.Told;
import org.pimtools.common.yaml.PlainYaml;

/** All modules of this controller. */
public final class ModuleRegistry {
    private final Path folder;
    private final List<ModuleFile> modules;

    private ModuleRegistry(Path folder, List<ModuleFile> modules) {
        this.folder = folder;
        this.modules = modules;
    }

    /**
     * Reads every {@code *.yaml} and {@code *.yml} of the folder, but hidden files. Warns of what is not used or open to others.
     *
     * @throws ToolException that tells all faults of all files, or that there is no file
     */
    public static ModuleRegistry read(Path folder, Output output) {
        List<String> faults = new ArrayList<>();
        List<ModuleFile> modules = new ArrayList<>();
        for (Path file : files(folder)) {
            ModuleParser parser = new ModuleParser(file);
            content(file, faults).flatMap(parser::parse).ifPresent(modules::add);
            parser.faults().forEach(fault -> faults.add(file.getFileName() + ": " + fault));
            if (parser.holdsPassword() && isOpen(file)) {
                output.warn("others than its owner may read " + file + ", which holds a password: run chmod 600 on it");
            }
            if (!parser.dropped().isEmpty()) {
                output.warn("options of the database's URL are not used for " + file.getFileName() + ": "
                        + String.join(", ", parser.dropped()));
            }
        }
        twice(modules, faults);
        if (!faults.isEmpty()) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the modules' files in " + folder + " are not valid: " + Told.of(faults),
                    "fix all of them: nothing was done to any module");
        }
        return new ModuleRegistry(folder, modules);
    }

    /** As an operator is used to see them listed. */
    public List<ModuleFile> inOrder() {
        return modules.stream()
                .sorted(Comparator.comparingInt(ModuleFile::order).thenComparing(ModuleFile::name))
                .toList();
    }

    public List<ModuleFile> byName() {
        return modules.stream().sorted(Comparator.comparing(ModuleFile::name)).toList();
    }

    /**
     * The modules of the given names, in that order; a name that is there twice counts once.
     *
     * @throws ToolException that tells every name which is none
     */
    public List<ModuleFile> named(List<String> names) {
        Map<String, ModuleFile> known = new HashMap<>();
        modules.forEach(module -> known.put(module.name(), module));
        List<String> unknown = names.stream()
                .filter(name -> !known.containsKey(name))
                .distinct()
                .toList();
        if (!unknown.isEmpty()) {
            List<String> meant = unknown.stream()
                    .flatMap(name -> Nearest.of(name, known.keySet()).stream())
                    .distinct()
                    .toList();
            throw new ToolException(
                    ExitCode.USAGE,
                    (unknown.size() == 1 ? "there is no module " : "there are no modules ")
                            + String.join(", ", unknown),
                    (meant.isEmpty() ? "" : "did you mean " + String.join(", ", meant) + "? ")
                            + "--list shows the modules of " + folder);
        }
        return new LinkedHashSet<>(names).stream().map(known::get).toList();
    }

    private static List<Path> files(Path folder) {
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(path -> path.getFileName().toString().matches("[^.].*\\.ya?ml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot read the folder of modules " + folder + ": " + FileFailure.reason(e),
                    "check the path, or give another one with --modules-dir",
                    e);
        }
        if (files.isEmpty()) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "there is no module's file in " + folder,
                    "put one NAME.yaml for each module there, or give another folder with --modules-dir");
        }
        return files;
    }

    private static Optional<byte[]> content(Path file, List<String> faults) {
        try (var in = Files.newInputStream(file)) {
            return Optional.of(in.readNBytes(PlainYaml.LARGEST + 1));
        } catch (IOException e) {
            faults.add(file.getFileName() + ": it cannot be read: " + FileFailure.reason(e));
            return Optional.empty();
        }
    }

    /** Two modules of one name cannot be told apart, and two of one database would spoil each other's history. */
    private static void twice(List<ModuleFile> modules, List<String> faults) {
        Map<String, Path> names = new HashMap<>();
        Map<String, Path> databases = new HashMap<>();
        for (ModuleFile module : modules) {
            Path file = module.file().getFileName();
            Path other = names.putIfAbsent(module.name(), file);
            if (other != null) {
                faults.add(file + ": name " + module.name() + " is that of " + other + " too");
            }
            ModuleDatabase database = module.database();
            Path owner =
                    databases.putIfAbsent(database.host() + ":" + database.port() + "/" + database.database(), file);
            if (owner != null) {
                faults.add(file + ": its database is that of " + owner + " too");
            }
        }
    }

    private static boolean isOpen(Path file) {
        try {
            return PrivateFiles.isOpenToOthers(file);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
