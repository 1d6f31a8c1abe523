package org.pimtools.testkit.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The machine's Chromium without a screen, one page at a time. It tells what a page asked the network for and what went wrong on
 * it. Steered by the Chrome DevTools Protocol (domains Page, Runtime, Network, Log, Emulation, as that protocol's documentation
 * has them).
 */
public final class Chromium implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Scratch scratch = new Scratch("chromium");
    private final ServerProcess process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final Map<String, String> requests = new ConcurrentSkipListMap<>();
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();
    private int calls;

    private Chromium() {
        try {
            process = ServerProcess.start(
                    scratch.path(),
                    scratch.path().resolve("browser.log"),
                    Map.of("HOME", scratch.folder("home").toString()),
                    command());
            Path port = scratch.path().resolve("profile/DevToolsActivePort");
            if (!process.awaitReady(() -> scratch.read(port).contains("\n"))) {
                throw new IllegalStateException("Chromium did not start:\n" + process.output());
            }
            socket = connect(scratch.read(port).lines().findFirst().orElseThrow());
        } catch (RuntimeException | Error e) {
            scratch.close();
            throw e;
        }
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            call(domain + ".enable", Map.of());
        }
    }

    private List<String> command() {
        return List.of(
                Tools.require("chromium").toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--remote-debugging-port=0",
                "--user-data-dir=" + scratch.folder("profile"),
                "about:blank");
    }

    /** @throws org.opentest4j.TestAbortedException when there is no Chromium */
    public static Chromium start() {
        return new Chromium();
    }

    /** Opens a file and waits until its scripts have run. */
    public void open(Path file) {
        requests.clear();
        troubles.clear();
        loaded = new CompletableFuture<>();
        call("Page.navigate", Map.of("url", file.toUri().toString()));
        await(loaded);
    }

    /** The value of a JavaScript expression on the page, or of the promise that it gives. */
    public JsonNode evaluate(String expression) {
        JsonNode answer =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(answer.get("exceptionDetails").toString());
        }
        return answer.at("/result/value");
    }

    /** Whatever was asked for since the page was opened, itself included; not what the page's own policy kept from being sent. */
    public List<String> requests() {
        return List.copyOf(requests.values());
    }

    /** Exceptions, messages of the browser (a refusal by the page's policy, for instance) and dialogs since the page was opened. */
    public List<String> troubles() {
        return List.copyOf(troubles);
    }

    /** Opens the next pages without JavaScript, or with it again. */
    public void setJavaScript(boolean enabled) {
        call("Emulation.setScriptExecutionDisabled", Map.of("value", !enabled));
    }

    /** A picture of the whole page as PNG. */
    public byte[] screenshot(int width, int height, boolean dark) {
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of()).get("data").textValue());
    }

    private WebSocket connect(String port) {
        HttpClient client = HttpClient.newHttpClient();
        try {
            HttpResponse<String> page = client.send(
                    HttpRequest.newBuilder(
                                    URI.create("http://" + Ports.LOOPBACK + ":" + port + "/json/new?about:blank"))
                            .PUT(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            URI debugger = URI.create(
                    JSON.readTree(page.body()).get("webSocketDebuggerUrl").textValue());
            return client.newWebSocketBuilder()
                    .buildAsync(debugger, new Listener())
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
        int id = ++calls;
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        await(socket.sendText(message.toString(), true));
        return await(answer);
    }

    private <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Chromium does not answer: " + troubles + "\n" + process.output(), e);
        }
    }

    private void take(JsonNode message) {
        if (message.has("id")) {
            CompletableFuture<JsonNode> answer =
                    answers.remove(message.get("id").intValue());
            if (message.has("error")) {
                answer.completeExceptionally(
                        new IllegalStateException(message.get("error").toString()));
            } else {
                answer.complete(message.get("result"));
            }
            return;
        }
        JsonNode event = message.path("params");
        switch (message.path("method").asText()) {
            case "Page.loadEventFired" -> loaded.complete(null);
            case "Network.requestWillBeSent" ->
                requests.put(
                        event.get("requestId").textValue(),
                        event.at("/request/url").textValue());
            case "Network.loadingFailed" -> {
                if (event.path("blockedReason").asText().equals("csp")) {
                    requests.remove(event.get("requestId").textValue());
                }
            }
            case "Runtime.exceptionThrown",
                    "Log.entryAdded",
                    "Runtime.consoleAPICalled",
                    "Page.javascriptDialogOpening" -> troubles.add(event.toString());
            default -> {}
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    take(JSON.readTree(text.toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } finally {
                    text.setLength(0);
                }
            }
            webSocket.request(1);
            return null;
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.kill();
        scratch.close();
    }
}
