package org.pimtools.testkit.doubles;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and libvirt's TCP port, and corrupts the answers to one call, a given number of times. Written from
 * libvirt's description of its RPC (https://libvirt.org/kbase/internals/rpc.html) and the procedures' numbers and the form of an
 * error in its {@code remote_protocol.x} and {@code virnetprotocol.x}.
 */
public final class LibvirtProxy implements AutoCloseable {
    private static final int HEADER = 24;
    private static final int LARGEST = 32 << 20;
    private static final int LATE_MILLIS = 300;
    private static final int STATUS_ERROR = 1;
    private static final int VIR_ERR_NO_DOMAIN = 42;
    private static final int VIR_FROM_QEMU = 10;
    private static final int VIR_ERR_LEVEL_ERROR = 2;

    /** Which answers are corrupted. */
    public enum Call {
        /** {@code virConnectListAllDomains}. */
        LIST(273),
        /** {@code virDomainLookupByUUID}, which comes before a domain's XML is asked for. */
        LOOK_UP(24);

        private final int procedure;

        Call(int procedure) {
            this.procedure = procedure;
        }
    }

    /** What becomes of an answer. */
    public enum Instead {
        /** The error of a domain that was undefined while it was listed. */
        DOMAIN_NOT_FOUND,
        /** The connection ends in its middle. */
        CUT,
        /** It says that it has a gigabyte. */
        FLOOD,
        /** Its content is no answer. */
        GARBLE,
        /** It comes a third of a second later. */
        LATE,
        /** It does not come. */
        SILENCE
    }

    private final ServerSocket listener;
    private final int target;
    private final Call call;
    private final Instead instead;
    private final AtomicInteger left;
    private final AtomicInteger calls = new AtomicInteger();

    /**
     * Listens on a port picked by the system.
     *
     * @param target libvirt's port on this machine
     * @param times how many answers are corrupted, of all connections together
     */
    public LibvirtProxy(int target, Call call, Instead instead, int times) throws IOException {
        this.target = target;
        this.call = call;
        this.instead = instead;
        this.left = new AtomicInteger(times);
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many answers to the call came, those that were corrupted too. */
    public int calls() {
        return calls.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                thread(() -> copy(client, server));
                thread(() -> answer(server, client));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private static void copy(Socket client, Socket server) {
        try (client;
                server) {
            client.getInputStream().transferTo(server.getOutputStream());
        } catch (IOException broken) {
            return;
        }
    }

    private void answer(Socket server, Socket client) {
        try (server;
                client) {
            DataInputStream in = new DataInputStream(server.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            while (true) {
                int length = in.readInt() - Integer.BYTES;
                if (length < HEADER || length > LARGEST) {
                    throw new IOException("no packet of libvirt");
                }
                byte[] packet = in.readNBytes(length);
                boolean meant = ByteBuffer.wrap(packet).getInt(2 * Integer.BYTES) == call.procedure;
                boolean corrupted = meant && left.getAndDecrement() > 0;
                if (meant) {
                    calls.incrementAndGet();
                }
                if (!corrupted) {
                    send(out, packet);
                } else if (!answered(out, packet)) {
                    return;
                }
            }
        } catch (IOException broken) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(DataOutputStream out, byte[] packet) throws IOException {
        out.writeInt(packet.length + Integer.BYTES);
        out.write(packet);
        out.flush();
    }

    /** Answers with something else; false when nothing more can follow. */
    private boolean answered(DataOutputStream out, byte[] packet) throws IOException, InterruptedException {
        switch (instead) {
            case DOMAIN_NOT_FOUND -> send(out, notFound(packet));
            case CUT -> {
                out.writeInt(packet.length + Integer.BYTES);
                out.write(packet, 0, packet.length / 2);
                out.flush();
                return false;
            }
            case FLOOD -> {
                out.writeInt(1 << 30);
                out.write(packet);
                out.flush();
            }
            case GARBLE -> {
                Arrays.fill(packet, HEADER, packet.length, (byte) -1);
                send(out, packet);
            }
            case LATE -> {
                Thread.sleep(LATE_MILLIS);
                send(out, packet);
            }
            case SILENCE -> {
                // what comes later is passed on
            }
        }
        return true;
    }

    /** The same packet's header with an error, in XDR: code, origin, message, level, and seven parts that are not there or zero. */
    private static byte[] notFound(byte[] packet) throws IOException {
        byte[] header = new byte[HEADER];
        System.arraycopy(packet, 0, header, 0, HEADER);
        ByteBuffer.wrap(header).putInt(HEADER - Integer.BYTES, STATUS_ERROR);
        byte[] message = "Domain not found: no domain with matching uuid".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream error = new DataOutputStream(bytes);
        error.write(header);
        error.writeInt(VIR_ERR_NO_DOMAIN);
        error.writeInt(VIR_FROM_QEMU);
        error.writeInt(1);
        error.writeInt(message.length);
        error.write(message);
        error.write(new byte[(Integer.BYTES - message.length % Integer.BYTES) % Integer.BYTES]);
        error.writeInt(VIR_ERR_LEVEL_ERROR);
        error.write(new byte[7 * Integer.BYTES]);
        return bytes.toByteArray();
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "libvirt-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
