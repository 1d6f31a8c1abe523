package org.pimtools.testkit.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Closes what a test started, the last first, also when its set-up stopped half-way. A field of a test class:
 *
 * <pre>
 * {@code @RegisterExtension}
 * private final Servers servers = Servers.ofEachTest();
 *
 * RedisServer redis = servers.add(RedisServer.start());
 * </pre>
 */
public final class Servers implements AfterEachCallback, AfterAllCallback {
    private final boolean ofClass;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private Servers(boolean ofClass) {
        this.ofClass = ofClass;
    }

    /** For a field: what is added lives as long as a test. */
    public static Servers ofEachTest() {
        return new Servers(false);
    }

    /** For a static field: what is added lives as long as the class. */
    public static Servers ofClass() {
        return new Servers(true);
    }

    /** Has something closed at the end, and returns it. */
    public synchronized <T extends AutoCloseable> T add(T started) {
        open.push(started);
        return started;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (!ofClass) {
            closeAll();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        closeAll();
    }

    private synchronized void closeAll() throws Exception {
        Exception failure = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
