package org.pimtools.testkit.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServersTest {
    private final List<String> closed = new ArrayList<>();

    @Test
    void closesTheLastFirstAfterEachTest() throws Exception {
        Servers servers = Servers.ofEachTest();
        servers.add(() -> closed.add("first"));
        servers.add(() -> closed.add("second"));
        servers.afterEach(null);
        assertEquals(List.of("second", "first"), closed);
        servers.afterAll(null);
        assertEquals(List.of("second", "first"), closed);
    }

    @Test
    void keepsThemForTheWholeClass() throws Exception {
        Servers servers = Servers.ofClass();
        servers.add(() -> closed.add("first"));
        servers.afterEach(null);
        assertEquals(List.of(), closed);
        servers.afterAll(null);
        assertEquals(List.of("first"), closed);
    }

    @Test
    void closesTheOthersWhenOneCannotBeClosed() {
        IllegalStateException stuck = new IllegalStateException("stuck");
        Servers servers = Servers.ofEachTest();
        servers.add(() -> closed.add("first"));
        servers.add(() -> {
            throw stuck;
        });
        assertSame(stuck, assertThrows(IllegalStateException.class, () -> servers.afterEach(null)));
        assertEquals(List.of("first"), closed);
    }
}
