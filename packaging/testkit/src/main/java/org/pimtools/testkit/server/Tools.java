package org.pimtools.testkit.server;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** Programs of the machine that tests use when they are there. */
public final class Tools {
    private static final List<String> MORE_FOLDERS = List.of("/usr/local/bin", "/usr/local/sbin", "/usr/sbin", "/sbin");

    /** What brings a program, where the package is not called like it. */
    private static final Map<String, String> PACKAGES = Map.ofEntries(
            Map.entry("mariadbd", "mariadb-server"),
            Map.entry("mariadb-install-db", "mariadb-server"),
            Map.entry("mariadb", "mariadb-client"),
            Map.entry("mariadb-dump", "mariadb-client"),
            Map.entry("mysql", "mariadb-client"),
            Map.entry("wsrep_sst_rsync", "mariadb-server"),
            Map.entry("redis-cli", "redis-tools"),
            Map.entry("redis-benchmark", "redis-tools"),
            Map.entry("age-keygen", "age"),
            Map.entry("libvirtd", "libvirt-daemon"),
            Map.entry("virsh", "libvirt-clients"),
            Map.entry("rpmbuild", "rpm"),
            Map.entry("aws", "awscli"),
            Map.entry("man", "man-db"),
            Map.entry("lexgrog", "man-db"),
            Map.entry("groff", "groff-base"),
            Map.entry("openstack", "python3-openstackclient"),
            Map.entry("sshd", "openssh-server"),
            Map.entry("ssh", "openssh-client"),
            Map.entry("ssh-keygen", "openssh-client"),
            Map.entry("ansible-playbook", "ansible-core"),
            Map.entry("ansible-vault", "ansible-core"),
            Map.entry("ansible-inventory", "ansible-core"),
            Map.entry("ansible-doc", "ansible-core"),
            Map.entry("ansible-galaxy", "ansible-core"),
            Map.entry("setpriv", "util-linux"),
            Map.entry("unshare", "util-linux"));

    /** What has to be built. */
    private static final Map<String, String> BUILT = Map.of(
            "vcsim",
            "run .ci/vcsim, which builds it from the Debian source package golang-github-vmware-govmomi",
            "aws-mock",
            "run .ci/aws-mock, which builds it from npm's package aws-mock",
            "valkey-server",
            "run .ci/valkey, which takes it from Debian's backports");

    /** What was said of this JVM's skipped tests: surefire leaves the reason out. */
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private Tools() {}

    /**
     * The program of the first name that is found, on the path or in the usual folders for servers.
     *
     * @throws TestAbortedException when there is none, so that the test counts as skipped
     * @throws AssertionError instead of that when the environment variable {@code PIM_REQUIRE_TOOLS} is {@code 1}
     */
    public static Path require(String... alternativesOfOneTool) {
        return find(alternativesOfOneTool).orElseThrow(() -> missing(howToGet(alternativesOfOneTool)));
    }

    /** Like {@link #require}, with nothing thrown for a missing program. */
    public static Optional<Path> find(String... alternativesOfOneTool) {
        return Arrays.stream(alternativesOfOneTool)
                .flatMap(name -> folders().map(folder -> folder.resolve(name)))
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Skips the test, or fails it where every tool is required; for what is no program, such as a native library. */
    public static void require(boolean present, String whatIsMissingAndHowToGetIt) {
        if (!present) {
            throw missing(whatIsMissingAndHowToGetIt);
        }
    }

    private static RuntimeException missing(String text) {
        if ("1".equals(System.getenv("PIM_REQUIRE_TOOLS"))) {
            throw new AssertionError(text);
        }
        if (TOLD.add(text)) {
            System.err.println("tests are skipped: " + text);
        }
        return new TestAbortedException(text);
    }

    private static String howToGet(String... alternatives) {
        String program = alternatives[0];
        return "the program " + String.join(" or ", alternatives) + " is missing: "
                + Optional.ofNullable(BUILT.get(program))
                        .orElseGet(() -> "install the Debian package " + PACKAGES.getOrDefault(program, program));
    }

    private static Stream<Path> folders() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(
                Arrays.stream(path.split(File.pathSeparator))
                        .filter(folder -> !folder.isEmpty())
                        .map(Path::of),
                MORE_FOLDERS.stream().map(Path::of));
    }
}
