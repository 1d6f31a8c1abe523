package org.pimtools.migrator.remote;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An answer's body as it arrives: what was not read yet is a few network buffers, however long the body. Reading ends
 * with an exception at the deadline, past the largest size (after the first bytes where the head declares more), when
 * the connection breaks, and when a stop was asked for; the connection is then given up. What ended it is remembered,
 * since parsers hide it in exceptions of their own.
 */
final class BodyStream extends InputStream implements HttpResponse.BodySubscriber<BodyStream> {
    private final Waiting waiting;
    private final long end;
    private final long limit;
    private final long declared;
    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    private Flow.Subscription subscription;
    private boolean closed;

    private Iterator<ByteBuffer> received = List.<ByteBuffer>of().iterator();
    private ByteBuffer current = ByteBuffer.allocate(0);
    private long size;
    private boolean complete;
    private Throwable failure;

    /**
     * @param end the deadline of the last byte, a time of {@link System#nanoTime}
     * @param limit the largest body, in bytes
     * @param declared how long the body will be, as the answer's head has it; 0 when it does not say
     */
    BodyStream(Waiting waiting, long end, long limit, long declared) {
        this.waiting = waiting;
        this.end = end;
        this.limit = limit;
        this.declared = declared;
    }

    /** What arrived: buffers, the end, or why there is no end. */
    private record Part(List<ByteBuffer> buffers, boolean last, Throwable failure) {}

    @Override
    public CompletionStage<BodyStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        synchronized (parts) {
            subscription = given;
            if (closed) {
                given.cancel();
                return;
            }
        }
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        parts.add(new Part(buffers, false, null));
    }

    @Override
    public void onError(Throwable broken) {
        parts.add(new Part(List.of(), true, broken));
    }

    @Override
    public void onComplete() {
        parts.add(new Part(List.of(), true, null));
    }

    @Override
    public int read() throws IOException {
        return filled() ? current.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!filled()) {
            return -1;
        }
        int taken = Math.min(length, current.remaining());
        current.get(bytes, offset, taken);
        return taken;
    }

    private boolean filled() throws IOException {
        while (!current.hasRemaining()) {
            if (received.hasNext()) {
                current = received.next();
            } else if (complete) {
                return false;
            } else {
                take();
            }
        }
        return true;
    }

    private void take() throws IOException {
        if (failure != null) {
            throw new IOException(failure);
        }
        if (size > 0 && declared > limit) {
            throw tooLarge();
        }
        Part part;
        try {
            part = waiting.until(end, nanos -> parts.poll(nanos, TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            throw failed(e);
        } catch (RuntimeException e) {
            throw failed(e);
        }
        if (part == null || System.nanoTime() - end >= 0) {
            throw failed(new Overdue());
        }
        if (part.failure() != null) {
            throw failed(part.failure());
        }
        for (ByteBuffer buffer : part.buffers()) {
            size += buffer.remaining();
        }
        if (size > limit) {
            throw tooLarge();
        }
        received = part.buffers().iterator();
        complete = part.last();
        if (!complete) {
            subscription.request(1);
        }
    }

    private IOException tooLarge() {
        return failed(new TooLarge("an answer of more than " + limit + " bytes"));
    }

    private IOException failed(Throwable cause) {
        failure = cause;
        close();
        return new IOException(cause);
    }

    /** Reads to the end, so that a broken body is noticed although its reader saw all it wanted. */
    void skipRest() throws IOException {
        while (filled()) {
            current = ByteBuffer.allocate(0);
        }
    }

    /**
     * The body of an error: its start, or what there is of it. That it is too long, too slow or broken is no failure
     * then, since the status says enough; whoever asked to stop is heard all the same.
     */
    byte[] start(int longest) throws IOException {
        byte[] start = new byte[longest];
        int length = 0;
        try {
            for (int read = 0; read >= 0 && length < longest; length += Math.max(0, read)) {
                read = read(start, length, longest - length);
            }
        } catch (IOException e) {
            if (failure instanceof InterruptedException || failure instanceof RuntimeException) {
                throw e;
            }
            failure = null;
        }
        return Arrays.copyOf(start, length);
    }

    /** What ended the body before its end. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Gives up what did not arrive yet, and with it the connection. */
    @Override
    public void close() {
        synchronized (parts) {
            closed = true;
            if (subscription != null && !complete) {
                subscription.cancel();
            }
        }
    }

    /** More than what is taken. */
    static final class TooLarge extends IOException {
        TooLarge(String message) {
            super(message);
        }
    }

    /** The deadline has come before the last byte. */
    static final class Overdue extends IOException {}
}
