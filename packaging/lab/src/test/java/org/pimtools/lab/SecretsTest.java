package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.world.Datacenter;
import org.pimtools.testkit.world.EndpointType;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Traits;
import org.pimtools.testkit.world.World;

/** Looks for every secret of a night in everything that the tools print, write and show of themselves to other users. */
@Tag("slow")
class SecretsTest {
    private static final Set<EndpointType> CLOUDS = Arrays.stream(EndpointType.values())
            .filter(EndpointType::publicCloud)
            .collect(Collectors.toSet());

    @Test
    void noSecretIsFoundAnywhere(@TempDir Path directory) throws Exception {
        World world = World.of(11, new Size(1, 300), Platform.traits(new Traits.Sites(CLOUDS, 1)));
        List<String> shown = new ArrayList<>();
        try (Platform platform = Platform.start(
                world, directory.resolve("platform"), Platform.Vsphere.SIMULATOR, BackupSite.start(world))) {
            Operator operator =
                    new Operator(platform, Path.of("../..").toAbsolutePath().normalize(), directory);
            EndpointsFile.fillIn(platform, directory.resolve(Operator.ENDPOINTS));
            Datacenter datacenter = world.datacenters().get(0);
            shown.add(watch(operator.planner(), with(operator.plan(Operator.PLAN))));
            shown.add(watch(operator.migrator(), with(operator.run(Operator.PLAN, datacenter))));
            shown.add(watch(operator.planner(), with(operator.overview(Operator.PLAN))));
            operator.decide(Operator.PLAN, datacenter);
            shown.add(watch(operator.migrator(), with(operator.migrate(Operator.PLAN, datacenter))));
            shown.add(watch(
                    operator.planner(),
                    with(operator.apply(Operator.PLAN, platform.world().datacenters(), "--no-dry-run"))));
            shown.add(watch(
                    operator.planner(),
                    with(operator.verifyDatabase(Operator.PLAN, platform.world().datacenters()))));
            shown.add(watch(operator.migrator(), with(operator.verify(Operator.PLAN, datacenter), "--format", "json")));

            Map<String, String> secrets = new HashMap<>();
            secrets.put("the database's password", platform.databasePassword());
            secrets.put("the identity", identity(directory));
            world.endpoints().stream()
                    .filter(endpoint -> !world.place(endpoint).password().isEmpty())
                    .forEach(endpoint -> secrets.put(
                            "the password of " + endpoint, world.place(endpoint).password()));
            List<String> logins = platform.clouds().secrets();
            for (int i = 0; i < logins.size(); i++) {
                secrets.put("the secret of cloud " + (i + 1), logins.get(i));
            }
            platform.backups()
                    .passwords()
                    .forEach(password -> secrets.put("the password of a backup server", password));
            assertTrue(secrets.size() >= 5, secrets.keySet().toString());
            List<String> found = new ArrayList<>();
            secrets.forEach((name, secret) -> {
                for (int i = 0; i < shown.size(); i++) {
                    if (shown.get(i).contains(secret)) {
                        found.add(name + " in what command " + (i + 1) + " shows");
                    }
                }
                found.addAll(files(directory, name, secret));
            });
            assertEquals(List.of(), found);
        }
    }

    /** Runs a tool and returns what it printed, and every command line that it and its children had meanwhile. */
    private static String watch(Tool tool, List<String> arguments) throws Exception {
        Process process = tool.start(arguments);
        StringBuilder seen = new StringBuilder();
        Thread watcher = new Thread(() -> {
            while (process.isAlive()) {
                seen.append(commandLine(process.pid())).append("\n");
                process.descendants()
                        .forEach(child -> seen.append(commandLine(child.pid())).append('\n'));
                pause();
            }
        });
        watcher.start();
        Tool.Result result = Tool.finish(process);
        watcher.join();
        assertTrue(result.exit() == 0 || result.exit() == 5, result.exit() + "\n" + result.out() + result.err());
        return seen + result.out() + result.err();
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    private static String identity(Path directory) throws IOException {
        return Files.readAllLines(directory.resolve("keys/night.identity")).stream()
                .filter(line -> line.startsWith("AGE-SECRET-KEY-1"))
                .findFirst()
                .orElseThrow();
    }

    /** But in the files that are made to hold them. */
    private static List<String> files(Path directory, String name, String secret) {
        byte[] wanted = secret.getBytes(StandardCharsets.UTF_8);
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("keys/night.identity") && !file.endsWith(Operator.ENDPOINTS))
                    .filter(file -> !file.startsWith(directory.resolve("platform/keys")))
                    .filter(file -> contains(file, wanted))
                    .map(file -> name + " in " + directory.relativize(file))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean contains(Path file, byte[] wanted) {
        try {
            String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return content.contains(new String(wanted, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** With as much on the screen and in a log as there can be. */
    private static List<String> with(List<String> arguments, String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--debug", "--log-file", "everything.log", "--log-level", "debug"));
        all.addAll(List.of(more));
        return all;
    }
}
