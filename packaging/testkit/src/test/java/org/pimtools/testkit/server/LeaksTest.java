package org.pimtools.testkit.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeaksTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    private final Map<String, String> present = new ConcurrentHashMap<>();
    private final Leaks leaks = new Leaks(() -> new TreeMap<>(present), Duration.ZERO);

    @Test
    void whatOutlivesItsClassIsALeakOnce() {
        present.put("before", "before");
        leaks.begin("One");
        present.put("closed", "closed");
        present.put("left", "a port");
        present.remove("closed");
        assertEquals(List.of("a port (appeared while One ran)"), leaks.end("One"));
        leaks.begin("Two");
        assertEquals(List.of(), leaks.end("Two"));
    }

    @Test
    void theLastOfThoseThatRanAtATimeFails() {
        leaks.begin("One");
        leaks.begin("Two");
        present.put("left", "a port");
        leaks.begin("Three");
        assertEquals(List.of(), leaks.end("One"));
        leaks.begin("Four");
        assertEquals(List.of("a port (appeared while One, Two ran)"), leaks.end("Two"));
        assertEquals(List.of(), leaks.end("Three"));
        assertEquals(List.of(), leaks.end("Four"));
    }

    @Test
    void whatIsOfAnotherClassIsNoLeak() {
        leaks.begin("One");
        present.put("of One", "a port");
        leaks.begin("Two");
        assertEquals(List.of(), leaks.end("Two"));
        present.remove("of One");
        assertEquals(List.of(), leaks.end("One"));
    }

    @Test
    void waitsForWhatIsEnding() {
        Leaks patient = new Leaks(() -> new TreeMap<>(present), Duration.ofMinutes(1));
        patient.begin("One");
        present.put("ending", "a process");
        CompletableFuture<List<String>> told = CompletableFuture.supplyAsync(() -> patient.end("One"));
        present.remove("ending");
        assertEquals(List.of(), told.join());
    }

    @Test
    void seesProcessesPortsThreadsAndDirectories() throws Exception {
        Process process = new ProcessBuilder("cat").start();
        servers.add(() -> process.destroyForcibly().waitFor());
        ServerSocket socket = servers.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        CountDownLatch stop = new CountDownLatch(1);
        Thread thread = new Thread(() -> await(stop), "of-leaks-test");
        thread.setDaemon(false);
        thread.start();
        servers.add(stop::countDown);
        Scratch scratch = servers.add(new Scratch("leaks"));

        Map<String, String> seen = Leftovers.now();
        assertTrue(seen.containsKey("process " + process.pid()), seen::toString);
        assertTrue(seen.containsKey("listening port " + socket.getLocalPort()), seen::toString);
        assertTrue(seen.containsValue("thread of-leaks-test"), seen::toString);
        assertTrue(seen.containsKey("directory " + scratch.path()), seen::toString);

        stop.countDown();
        thread.join();
        process.destroyForcibly().waitFor();
        socket.close();
        scratch.close();
        Map<String, String> afterwards = Leftovers.now();
        assertFalse(afterwards.containsKey("process " + process.pid()), afterwards::toString);
        assertFalse(afterwards.containsValue("thread of-leaks-test"), afterwards::toString);
        assertFalse(afterwards.containsKey("directory " + scratch.path()), afterwards::toString);
    }

    @Tag("slow")
    @Test
    void theSharedServerIsNoLeak() {
        MariaDbServer shared = MariaDbServer.shared();
        Map<String, String> seen = Leftovers.now();
        assertFalse(seen.containsKey("process " + shared.pid()), seen::toString);
        assertFalse(seen.containsKey("directory " + shared.socket().getParent()), seen::toString);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
