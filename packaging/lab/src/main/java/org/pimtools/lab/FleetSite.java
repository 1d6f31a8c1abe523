package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pimtools.ansible.CollectionArchive;
import org.pimtools.testkit.server.SshServer;
import org.pimtools.testkit.server.Tools;
import org.pimtools.testkit.world.Datacenter;
import org.pimtools.testkit.world.Endpoint;
import redis.clients.jedis.Jedis;

/**
 * A controller and its Remote Services hosts on one machine: the controller is a directory, each host an {@code sshd} with a home,
 * a state directory, a properties file and a Redis of its own.
 *
 * <pre>
 * controller/     inventory.yml, group_vars, the vault's endpoints.yaml, and what the playbooks leave
 * hosts/rs1/      abiquo.properties, state, home, bin
 * ssh/            the controller's key, known_hosts
 * collections/    the collection
 * </pre>
 */
final class FleetSite implements AutoCloseable {
    private static final String REDIS_USER = "pim";
    private static final String REDIS_PASSWORD = "redis-night-shift-8";
    private static final String VAULT_PASSWORD = "vault-night-shift-9";

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

    /** What must not be seen anywhere, by what it is. */
    Map<String, String> secrets() {
        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put("the database's password", platform.databasePassword());
        secrets.put("the password of Redis", REDIS_PASSWORD);
        secrets.put("the password of the vault", VAULT_PASSWORD);
        for (Endpoint endpoint : platform.world().endpoints()) {
            String password = platform.world().place(endpoint).password();
            if (!password.isEmpty()) {
                secrets.put("the password of " + endpoint, password);
            }
        }
        return secrets;
    }

    /** Starts a playbook of the collection on the controller. @param more options of {@code ansible-playbook} */
    Process start(String playbook, String... more) {
        List<String> arguments = new ArrayList<>(List.of("pimtools.fleet." + playbook));
        arguments.addAll(Arrays.asList(more));
        return start("ansible-playbook", "inventory.yml", arguments);
    }

    /** What Ansible knows by an inventory that is made of the plan. */
    Process startInventoryOfThePlan() {
        try {
            Files.writeString(
                    controller().resolve("fleet.pim.yml"),
                    "plugin: pimtools.fleet.plan%nstate_dir: planner%n".formatted());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return start("ansible-inventory", "fleet.pim.yml", List.of("--graph"));
    }

    private Process start(String program, String inventory, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Tools.require(program).toString(),
                "-i",
                controller().resolve(inventory).toString()));
        command.addAll(arguments);
        try {
            Process process = program(command).start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program on the controller, whose environment leaves nothing outside of the site. */
    private ProcessBuilder program(List<String> command) {
        ProcessBuilder program = new ProcessBuilder(command).directory(directory.toFile());
        program.environment().keySet().removeIf(name -> name.startsWith("ANSIBLE_"));
        program.environment()
                .putAll(Map.of(
                        "PATH", directory.resolve("bin") + ":" + System.getenv("PATH"),
                        "HOME", controller().toString(),
                        "ANSIBLE_HOME", directory.resolve("ansible").toString(),
                        "ANSIBLE_LOCAL_TEMP", directory.resolve("ansible/tmp").toString(),
                        "ANSIBLE_COLLECTIONS_PATH",
                                directory.resolve("collections").toString(),
                        "ANSIBLE_VAULT_PASSWORD_FILE", vaultPassword().toString(),
                        "ANSIBLE_FORKS", "50",
                        "ANSIBLE_NOCOLOR", "1",
                        "LC_ALL", "C.UTF-8"));
        return program;
    }

    /** The file that holds the password of the vault. */
    Path vaultPassword() {
        return directory.resolve("vault-password");
    }

    private void make() throws IOException {
        CollectionArchive.of(checkout.resolve("packaging/ansible/collection"), checkout.resolve("LICENSE"), "1.0.0")
                .unpack(directory.resolve("collections"));
        Path variables = Files.createDirectories(controller().resolve("group_vars/all"));
        Path key = Files.createDirectories(directory.resolve("ssh")).resolve("id");
        Path authorized = SshServer.makeKey(key);
        launcher(directory.resolve("bin"), "pim-planner");
        Files.writeString(vaultPassword(), VAULT_PASSWORD);
        Path endpoints = controller().resolve(Operator.ENDPOINTS);
        EndpointsFile.fillIn(platform, endpoints);
        Files.writeString(variables.resolve("settings.yml"), """
                pim_db_host: %s
                pim_db_port: %d
                pim_db_name: %s
                pim_db_user: %s
                pim_planner_state_dir: "{{ pim_directory }}/planner"
                pim_endpoints_vault: "{{ pim_directory }}/%s"
                pim_redis_user: %s
                """.formatted(
                        platform.kinton().server().host(),
                        platform.kinton().server().port(),
                        platform.kinton().name(),
                        Platform.UPDATER,
                        Operator.ENDPOINTS,
                        REDIS_USER));
        Path vault = variables.resolve("vault.yml");
        Files.writeString(
                vault,
                "pim_db_password: %s%npim_redis_password: %s%n".formatted(platform.databasePassword(), REDIS_PASSWORD));
        Tool.run(program(List.of(
                        Tools.require("ansible-vault").toString(), "encrypt", vault.toString(), endpoints.toString())))
                .good("ansible-vault");
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
            try (Jedis redis = platform.connectToRedis(datacenter)) {
                redis.aclSetUser(REDIS_USER, "on", ">" + REDIS_PASSWORD, "~*", "&*", "+@all");
            }
        }
        Files.write(directory.resolve("ssh/known_hosts"), known);
        Files.writeString(controller().resolve("inventory.yml"), inventory);
    }

    private SshServer start(Datacenter datacenter, Path authorized) throws IOException {
        Path host = host(datacenter);
        Path home = Files.createDirectories(host.resolve("home"));
        launcher(host.resolve("bin"), "pim-migrator");
        HostProperties.write(host.resolve("abiquo.properties"), datacenter, platform.redis(datacenter));
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
        Tool built = Tool.of(tool, checkout, directory);
        Files.writeString(file, """
                #!/bin/sh
                exec %s %s %s -jar %s "$@"
                """.formatted(
                        java,
                        String.join(" ", built.options()),
                        String.join(" ", built.archive().reading()),
                        built.jar()));
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
