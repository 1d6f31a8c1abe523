package org.pimtools.testkit.doubles.amazon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.pimtools.testkit.doubles.DebianPython;

/**
 * The vendor's command line, as Debian has it, which takes one command line after the other in one process: starting it takes far longer
 * than what it is asked here. It reads no settings of the machine's user.
 */
final class AwsCli implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path home;
    private final Process process;
    private final OutputStream calls;
    private final BufferedReader answers;

    private AwsCli(Path home, Process process) {
        this.home = home;
        this.process = process;
        this.calls = process.getOutputStream();
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** @param home an empty folder */
    static AwsCli start(Path home) {
        try {
            return new AwsCli(
                    home,
                    DebianPython.start(
                            "awscli", "awscli", AwsCli.class, "aws_calls.py", home, Map.of("HOME", home.toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the program printed. */
    record Output(int exit, String text) {}

    /** The command line with a double's address and an account's credentials. */
    Calls of(Ec2Double server, Ec2Account account) {
        return new Calls(server, account);
    }

    final class Calls {
        private final Ec2Double server;
        private final Ec2Account account;

        private Calls(Ec2Double server, Ec2Account account) {
            this.server = server;
            this.account = account;
        }

        Output describeInstances(String region, String... more) throws IOException {
            return run("ec2", "describe-instances", region, more);
        }

        /** @param service for instance {@code elbv2} */
        Output run(String service, String action, String region, String... more) throws IOException {
            ObjectNode call = JSON.createObjectNode();
            call.putPOJO("arguments", arguments(service, action, region, more));
            ObjectNode environment = call.putObject("environment");
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
            calls.write(JSON.writeValueAsBytes(call));
            calls.write('\n');
            calls.flush();
            JsonNode answer = JSON.readTree(answer());
            return new Output(answer.get("exit").asInt(), answer.get("text").asText());
        }

        private List<String> arguments(String service, String action, String region, String... more) {
            List<String> arguments = new java.util.ArrayList<>(List.of(
                    service,
                    action,
                    "--endpoint-url",
                    server.url().toString(),
                    "--region",
                    region,
                    "--output",
                    "text"));
            arguments.addAll(List.of(more));
            return arguments;
        }
    }

    private String answer() throws IOException {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> {
            try {
                return answers.readLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            String read = line.get(3, TimeUnit.MINUTES);
            if (read == null) {
                throw new IOException("the command line ended");
            }
            return read;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the command line does not answer", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
