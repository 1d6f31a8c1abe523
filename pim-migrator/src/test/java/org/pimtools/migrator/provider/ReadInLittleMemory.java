package org.pimtools.migrator.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.testkit.server.ChildJvm;

/** A process of its own with little memory that reads an inventory and keeps nothing of it. */
public final class ReadInLittleMemory {
    private ReadInLittleMemory() {}

    /** How many calls it took to read so many VMs. @param folder for what is said to the process */
    public static long calls(OneEndpoint.Description description, int vms, Path folder) throws Exception {
        Path file = folder.resolve("endpoint.properties");
        write(description, file);
        List<String> command = ChildJvm.command(ReadInLittleMemory.class, "-Xmx40m");
        command.add(file.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
            String last = output.lines().reduce("", (before, line) -> line);
            assertEquals(vms + " VMs", last.replaceFirst(", .*", ""), output);
            return Long.parseLong(last.replaceAll(".*, | calls", ""));
        } finally {
            process.destroyForcibly();
        }
    }

    /** @param arguments the endpoint's file */
    public static void main(String[] arguments) throws Exception {
        OneEndpoint endpoint = OneEndpoint.open(read(Path.of(arguments[0])));
        long vms;
        try (endpoint) {
            vms = endpoint.count();
        }
        System.out.println(vms + " VMs, " + endpoint.calls() + " calls");
    }

    private static void write(OneEndpoint.Description description, Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("kind", description.kind().name());
        properties.setProperty("port", Integer.toString(description.port()));
        properties.setProperty("pin", description.pin());
        description.account().forEach((name, value) -> properties.setProperty("account." + name, value));
        description.options().forEach((name, value) -> properties.setProperty("option." + name, value));
        description.secrets().forEach((name, value) -> properties.setProperty("secret." + name, value));
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
    }

    private static OneEndpoint.Description read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return new OneEndpoint.Description(
                ProviderKind.valueOf(properties.getProperty("kind")),
                Integer.parseInt(properties.getProperty("port")),
                properties.getProperty("pin"),
                below(properties, "account."),
                below(properties, "option."),
                below(properties, "secret."));
    }

    private static Map<String, String> below(Properties properties, String prefix) {
        Map<String, String> values = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(prefix)) {
                values.put(name.substring(prefix.length()), properties.getProperty(name));
            }
        }
        return values;
    }
}
