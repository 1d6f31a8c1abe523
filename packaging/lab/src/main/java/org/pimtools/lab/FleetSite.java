package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pimtools.testkit.server.SshServer;
import org.pimtools.testkit.world.Datacenter;

/**
 * A controller and its Remote Services hosts on one machine: the controller is a directory, each host an {@code sshd} with a home,
 * a state directory, a properties file and a Redis of its own.
 *
 * <pre>
 * controller/     inventory.yml, endpoints.yaml, and what the playbooks leave
 * hosts/rs1/      abiquo.properties, state, home, bin
 * ssh/            the controller's key, known_hosts
 * </pre>
 */
final class FleetSite implements AutoCloseable {
    private final Platform platform;
    private final Path checkout;
    private final Path directory;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Map<Datacenter, SshServer> servers = new LinkedHashMap<>();

    private FleetSite(Platform platform, Path checkout, Path directory) {
        this.platform = platform;
        this.checkout = checkout;
        this.directory = directory;
    }

    /** Starts the hosts. @param directory for everything; the platform's servers are not the site's to close */
    static FleetSite start(Platform platform, Path checkout, Path directory) {
        FleetSite site = new FleetSite(platform, checkout.toAbsolutePath().normalize(), directory.toAbsolutePath());
        try {
            site.make();
            return site;
        } catch (IOException e) {
            site.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            site.close();
            throw e;
        }
    }

    /** What the host of a datacenter is called in the inventory. */
    static String name(Datacenter datacenter) {
        return "rs" + (datacenter.index() + 1);
    }

    Path controller() {
        return directory.resolve("controller");
    }

    /** Everything that is on a host. */
    Path host(Datacenter datacenter) {
        return directory.resolve("hosts").resolve(name(datacenter));
    }

    /** What the tools keep on a host. */
    Path state(Datacenter datacenter) {
        return host(datacenter).resolve("state");
    }

    SshServer server(Datacenter datacenter) {
        return servers.get(datacenter);
    }

    Platform platform() {
        return platform;
    }

    /** The environment in which Ansible runs, which leaves nothing outside of the site. */
    Map<String, String> environment() {
        return Map.of(
                "PATH", directory.resolve("bin") + ":" + System.getenv("PATH"),
                "HOME", controller().toString(),
                "ANSIBLE_HOME", directory.resolve("ansible").toString(),
                "ANSIBLE_LOCAL_TEMP", directory.resolve("ansible/tmp").toString(),
                "ANSIBLE_COLLECTIONS_PATH", directory.resolve("collections").toString(),
                "ANSIBLE_NOCOLOR", "1",
                "ANSIBLE_LOCALHOST_WARNING", "False",
                "LC_ALL", "C.UTF-8");
    }

    private void make() throws IOException {
        Files.createDirectories(controller());
        Path key = Files.createDirectories(directory.resolve("ssh")).resolve("id");
        Path authorized = SshServer.makeKey(key);
        launcher(directory.resolve("bin"), "pim-planner");
        EndpointsFile.fillIn(platform, controller().resolve(Operator.ENDPOINTS));
        Files.setPosixFilePermissions(
                controller().resolve(Operator.ENDPOINTS), PosixFilePermissions.fromString("rw-------"));
        List<String> known = new ArrayList<>();
        StringBuilder inventory = new StringBuilder("""
                pim_hosts:
                  vars:
                    ansible_host: 127.0.0.1
                    ansible_ssh_private_key_file: %s
                    ansible_ssh_common_args: -o UserKnownHostsFile=%s -o StrictHostKeyChecking=yes
                    ansible_python_interpreter: /usr/bin/python3
                  hosts:
                """.formatted(key, directory.resolve("ssh/known_hosts")));
        for (Datacenter datacenter : platform.world().datacenters()) {
            SshServer server = start(datacenter, authorized);
            known.add(server.knownHost());
            inventory.append("    %s:\n      ansible_port: %d\n".formatted(name(datacenter), server.port()));
            inventory.append("      pim_config: %s\n".formatted(host(datacenter).resolve("abiquo.properties")));
            inventory.append("      pim_state_dir: %s\n".formatted(state(datacenter)));
        }
        Files.write(directory.resolve("ssh/known_hosts"), known);
        Files.writeString(controller().resolve("inventory.yml"), inventory);
    }

    private SshServer start(Datacenter datacenter, Path authorized) throws IOException {
        Path host = host(datacenter);
        Path home = Files.createDirectories(host.resolve("home"));
        launcher(host.resolve("bin"), "pim-migrator");
        Files.writeString(host.resolve("abiquo.properties"), """
                abiquo.datacenter.id=%s
                abiquo.redis.host=%s
                abiquo.redis.port=%d
                """.formatted(
                        datacenter.id(),
                        platform.redis(datacenter).host(),
                        platform.redis(datacenter).port()));
        SshServer server = SshServer.start(
                authorized,
                Map.of("HOME", home.toString(), "PATH", host.resolve("bin") + ":/usr/bin:/bin:/usr/sbin:/sbin"));
        running.push(server);
        servers.put(datacenter, server);
        return server;
    }

    /** A command of its name, as a package would install it. */
    private void launcher(Path folder, String tool) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path file = Files.createDirectories(folder).resolve(tool);
        Files.writeString(file, """
                #!/bin/sh
                exec %s -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar %s "$@"
                """.formatted(java, Tool.of(tool, checkout, directory).jar()));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Ends the hosts. */
    @Override
    public void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
