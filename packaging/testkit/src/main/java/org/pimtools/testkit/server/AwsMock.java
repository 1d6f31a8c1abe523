package org.pimtools.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The EC2 of npm's {@code aws-mock}, which is required (see {@link Tools#require}): somebody else's idea of the Query API, with
 * {@code RunInstances} and with {@code DescribeInstances} by pages. It checks no signatures, has one account, and its instances have
 * neither tags nor network interfaces; a page's token is valid once.
 */
public final class AwsMock implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("Started ServerConnector@.*\\{127\\.0\\.0\\.1:(\\d+)}");
    private static final Pattern INSTANCE = Pattern.compile("<(?:\\w+:)?instanceId>(i-[0-9a-f]+)<");
    private static final String RUN =
            "Action=RunInstances&Version=2013-02-01&ImageId=ami-12345678&InstanceType=t1.micro&MinCount=%d&MaxCount=%d";
    private static final int OK = 200;

    private final Scratch scratch = new Scratch("aws-mock");
    private final Path log = scratch.file("server.log", "");
    private final int port;
    private final ServerProcess process;

    private AwsMock() {
        try {
            String program = Tools.require("aws-mock").toString();
            process = ServerProcess.start(scratch.path(), log, List.of(program, "0"));
            if (!process.awaitReady(() -> READY.matcher(scratch.read(log)).find())) {
                throw new IllegalStateException("aws-mock does not start:\n" + scratch.read(log));
            }
            Matcher ready = READY.matcher(scratch.read(log));
            ready.find();
            port = Integer.parseInt(ready.group(1));
        } catch (RuntimeException | Error e) {
            scratch.close();
            throw e;
        }
    }

    public static AwsMock start() {
        return new AwsMock();
    }

    /** The address, of plain HTTP. */
    public URI url() {
        return URI.create("http://" + Ports.LOOPBACK + ":" + port + "/");
    }

    /** Starts instances and gives their IDs, sorted. It draws them from 28 bits: seldom two instances are one, and an ID less is given. */
    public List<String> runInstances(int count) {
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(url())
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString(RUN.formatted(count, count)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            TreeSet<String> ids = new TreeSet<>();
            INSTANCE.matcher(answer.body())
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .forEach(ids::add);
            if (answer.statusCode() != OK || ids.isEmpty()) {
                throw new IllegalStateException("aws-mock answered: " + answer.body());
            }
            return List.copyOf(ids);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.kill();
        scratch.close();
    }
}
