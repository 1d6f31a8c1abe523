package org.pimtools.common.interrupt;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

/**
 * Lets a long run notice SIGINT, SIGTERM and SIGHUP and end at its next safe point. The first signal is only noted;
 * a second one ends the process at once. Where signals cannot be handled (with {@code java -Xrs}), they end the process as
 * usual. A SIGHUP that the process was started to ignore stays ignored.
 */
public final class Interrupt implements AutoCloseable {
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final AtomicReference<ExitCode> requested = new AtomicReference<>();
    private final List<Runnable> restore = new ArrayList<>();
    private final boolean silent;
    private boolean closed;

    private Interrupt(boolean silent) {
        this.silent = silent;
    }

    /** Handles the signals from now on, until {@link #close()}. */
    public static Interrupt install() {
        return install(false);
    }

    /** As {@link #install()} for what ends at once, so that nobody has to be told that it will. */
    public static Interrupt installSilently() {
        return install(true);
    }

    private static Interrupt install(boolean silent) {
        Interrupt interrupt = new Interrupt(silent);
        interrupt.handle("INT", ExitCode.INTERRUPTED);
        interrupt.handle("TERM", ExitCode.TERMINATED);
        interrupt.handle("HUP", ExitCode.HANGUP);
        return interrupt;
    }

    /** The exit code of the signal that asked the run to end, if one did. */
    public Optional<ExitCode> requested() {
        return Optional.ofNullable(requested.get());
    }

    /** A safe point: ends the run with a {@link ToolException} if a signal asked for it. */
    public void stopIfRequested() {
        requested().ifPresent(code -> {
            throw ToolException.stopped(code);
        });
    }

    /** Gives the signals back to whoever handled them before. Nothing is printed for a signal from now on. */
    @Override
    public void close() {
        restore.forEach(Runnable::run);
        restore.clear();
        synchronized (this) {
            closed = true;
        }
    }

    /** The second signal needs no lock, because the first one may hang in a standard error that nobody reads. */
    private void signalled(ExitCode code) {
        if (signalled.compareAndSet(false, true)) {
            announce(code);
        } else {
            Runtime.getRuntime().halt(code.code());
        }
    }

    /** The message goes first: as soon as the run notices the signal, it may print its own end. */
    private synchronized void announce(ExitCode code) {
        if (!closed) {
            if (!silent) {
                System.err.println("stopping at the next safe point; a second signal stops at once");
            }
            requested.set(code);
        }
    }

    /** By reflection, because the compiler warns of {@code sun.misc.Signal} in a way that cannot be suppressed. */
    private void handle(String name, ExitCode code) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            Object handler = Proxy.newProxyInstance(
                    Interrupt.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, args) -> {
                        return switch (method.getName()) {
                            case "hashCode" -> System.identityHashCode(proxy);
                            case "equals" -> proxy == args[0];
                            case "toString" -> "handler of " + name;
                            default -> {
                                signalled(code);
                                yield null;
                            }
                        };
                    });
            var handle = signalType.getMethod("handle", signalType, handlerType);
            Object before = handle.invoke(null, signal, handler);
            restore.add(() -> {
                try {
                    handle.invoke(null, signal, before);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            });
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof IllegalArgumentException)) {
                throw new IllegalStateException(e);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
