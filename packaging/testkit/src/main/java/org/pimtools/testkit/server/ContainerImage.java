package org.pimtools.testkit.server;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;

/**
 * Programs of an image: a server is a container, by Testcontainers. It is on the machine's network, so that servers find each other
 * on loopback and listen nowhere else; it has the server's directory, and the files that its command names, where the machine has
 * them; and it runs as the directory's owner. Of the image nothing but the programs is used, so that any will do that has them.
 *
 * @param name such as {@code mariadb:10.11}; has to be there, or where it can be pulled from
 */
record ContainerImage(String name) implements Platform {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    /** The one with {@code mariadbd} and {@code mariadb-install-db}: {@code PIM_TESTKIT_MARIADB_IMAGE}. */
    static ContainerImage ofMariaDb() {
        return of("PIM_TESTKIT_MARIADB_IMAGE", "mariadb:10.11");
    }

    /** The one with {@code redis-server}: {@code PIM_TESTKIT_REDIS_IMAGE}. */
    static ContainerImage ofRedis() {
        return of("PIM_TESTKIT_REDIS_IMAGE", "redis:7.0");
    }

    private static ContainerImage of(String variable, String usual) {
        return new ContainerImage(Optional.ofNullable(System.getenv(variable))
                .filter(image -> !image.isBlank())
                .orElse(usual));
    }

    @Override
    public Optional<RunningServer> start(
            ListeningServer server, Map<String, String> environment, List<String> command) {
        ServerContainer container = RunningServers.add(() -> new ServerContainer(name));
        try {
            setUp(container.container(), server.scratch(), environment, command)
                    .waitingFor(new LogLineWait(server.listening(), LIMIT))
                    .start();
            return Optional.of(container);
        } catch (ContainerLaunchException e) {
            container.kill();
            if (ListeningServer.saysThePortIsInUse(container.lastOutput())) {
                return Optional.empty();
            }
            throw new IllegalStateException(
                    command.get(0) + " does not start in " + name + ":\n" + container.lastOutput(), e);
        }
    }

    @Override
    public void run(ListeningServer server, Map<String, String> environment, List<String> command) {
        ServerContainer container = RunningServers.add(() -> new ServerContainer(name));
        try {
            setUp(container.container(), server.scratch(), environment, command)
                    .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(LIMIT))
                    .start();
        } catch (ContainerLaunchException e) {
            throw new IllegalStateException(command.get(0) + " failed in " + name + ":\n" + container.lastOutput(), e);
        } finally {
            container.kill();
        }
    }

    /** None: the container runs as the directory's owner from the beginning. */
    @Override
    public List<String> accountOption(UserPrincipal account) {
        return List.of();
    }

    private static GenericContainer<?> setUp(
            GenericContainer<?> container, Scratch scratch, Map<String, String> environment, List<String> command) {
        List<Bind> binds = Stream.concat(Stream.of(scratch.path()), filesNamedBy(command, scratch))
                .map(path -> new Bind(path.toString(), new Volume(path.toString()), AccessMode.rw))
                .toList();
        return container
                .withNetworkMode("host")
                .withEnv(environment)
                .withWorkingDirectory(scratch.path().toString())
                .withCommand(command.stream().skip(1).toArray(String[]::new))
                .withCreateContainerCmdModifier(create -> {
                    create.withEntrypoint(command.get(0)).withUser(ownerOf(scratch.path()));
                    Objects.requireNonNull(create.getHostConfig()).withBinds(binds);
                });
    }

    /** What options such as {@code --ssl-cert=/…} name, and lies outside the server's own directory. */
    private static Stream<Path> filesNamedBy(List<String> command, Scratch scratch) {
        return command.stream()
                .skip(1)
                .map(word -> word.startsWith("--") ? word.substring(word.indexOf('=') + 1) : word)
                .filter(word -> word.startsWith("/"))
                .map(Path::of)
                .filter(path -> !path.startsWith(scratch.path()) && Files.exists(path))
                .distinct();
    }

    private static String ownerOf(Path directory) {
        try {
            Map<String, Object> owner = Files.readAttributes(directory, "unix:uid,gid");
            return owner.get("uid") + ":" + owner.get("gid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
