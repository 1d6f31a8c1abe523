package org.pimtools.testkit.doubles.amazon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.pimtools.testkit.server.Tools;

/** The vendor's command line, with the double's address; it reads no settings of the machine's user. */
final class AwsCli {
    private final Ec2Double server;
    private final Ec2Account account;
    private final Path home;

    /** What the program printed. */
    record Output(int exit, String text) {}

    /** @param home an empty folder */
    AwsCli(Ec2Double server, Ec2Account account, Path home) {
        this.server = server;
        this.account = account;
        this.home = home;
    }

    Output describeInstances(String region, String... more) throws IOException, InterruptedException {
        return run("ec2", "describe-instances", region, more);
    }

    /** @param service for instance {@code elbv2} */
    Output run(String service, String action, String region, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Tools.require("aws").toString(),
                service,
                action,
                "--endpoint-url",
                server.url().toString(),
                "--region",
                region,
                "--output",
                "text"));
        command.addAll(List.of(more));
        ProcessBuilder program = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = program.environment();
        environment
                .keySet()
                .removeIf(name -> name.startsWith("AWS_") || name.toLowerCase().endsWith("_proxy"));
        environment.put("HOME", home.toString());
        environment.put("AWS_ACCESS_KEY_ID", account.accessKey());
        environment.put("AWS_SECRET_ACCESS_KEY", account.secretKey());
        if (account.sessionToken() != null) {
            environment.put("AWS_SESSION_TOKEN", account.sessionToken());
        }
        if (server.certificate() != null) {
            environment.put(
                    "AWS_CA_BUNDLE",
                    server.certificate().writePem(home, "double").toString());
        }
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("AWS_PAGER", "");
        Process process = program.start();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("aws closed its output and did not end");
            }
            return new Output(process.exitValue(), text);
        } finally {
            process.destroyForcibly();
        }
    }
}
