package org.pimtools.testkit.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    @TempDir
    Path folder;

    @Test
    void aProgramThatIsStillOpenForWritingIsWaitedFor() throws Exception {
        Path program = Files.copy(Tools.require("echo"), folder.resolve("program"));
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Void> run;
        try (OutputStream writing = Files.newOutputStream(program, StandardOpenOption.APPEND)) {
            run = CompletableFuture.runAsync(() -> {
                begun.countDown();
                ServerProcess.run(folder, folder.resolve("log"), Map.of(), List.of(program.toString(), "here"));
            });
            begun.await();
            ServerProcess.pause();
            writing.flush();
        }
        run.get();
        assertEquals("here\n", Files.readString(folder.resolve("log")));
    }
}
