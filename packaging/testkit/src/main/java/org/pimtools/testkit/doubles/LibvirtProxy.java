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
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and libvirt's TCP port, and corrupts the answers to {@code virConnectListAllDomains}, a given number of
 * times. Written from libvirt's description of its RPC (https://libvirt.org/kbase/internals/rpc.html) and the procedure's number and
 * the form of an error in its {@code remote_protocol.x} and {@code virnetprotocol.x}.
 */
public final class LibvirtProxy implements AutoCloseable {
    private static final int LIST_ALL_DOMAINS = 273;
    private static final int HEADER = 24;
    private static final int LARGEST = 32 << 20;
    private static final int STATUS_ERROR = 1;
    private static final int VIR_ERR_NO_DOMAIN = 42;
    private static final int VIR_FROM_QEMU = 10;
    private static final int VIR_ERR_LEVEL_ERROR = 2;

    /** What becomes of an answer. */
    public enum Instead {
        /** The error of a domain that was undefined while it was listed. */
        DOMAIN_NOT_FOUND,
        /** The connection ends in its middle. */
        CUT
    }

    private final ServerSocket listener;
    private final int target;
    private final Instead instead;
    private final AtomicInteger left;
    private final AtomicInteger lists = new AtomicInteger();

    /**
     * Listens on a port picked by the system.
     *
     * @param target libvirt's port on this machine
     * @param times how many answers are corrupted, of all connections together
     */
    public LibvirtProxy(int target, Instead instead, int times) throws IOException {
        this.target = target;
        this.instead = instead;
        this.left = new AtomicInteger(times);
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many lists were asked for. */
    public int lists() {
        return lists.get();
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
                boolean list = ByteBuffer.wrap(packet).getInt(2 * Integer.BYTES) == LIST_ALL_DOMAINS;
                boolean corrupted = list && left.getAndDecrement() > 0;
                if (list) {
                    lists.incrementAndGet();
                }
                if (corrupted && instead == Instead.CUT) {
                    out.writeInt(length + Integer.BYTES);
                    out.write(packet, 0, length / 2);
                    out.flush();
                    return;
                }
                byte[] sent = corrupted ? notFound(packet) : packet;
                out.writeInt(sent.length + Integer.BYTES);
                out.write(sent);
                out.flush();
            }
        } catch (IOException broken) {
            return;
        }
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
