package org.pimtools.dbmigrate.execute;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.pimtools.testkit.server.Database;

/**
 * A way to a database's server that can be cut while a statement runs, as when the client's machine is gone: the driver would kill the
 * statement at the server.
 */
public final class Wire implements AutoCloseable {
    private final Database database;
    private final ServerSocket entrance;
    private final int idleMillis;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    Wire(Database database) throws IOException {
        this(database, Duration.ZERO);
    }

    /** @param idle for how long a connection may be silent before it is cut, as by many a proxy; zero for ever */
    public Wire(Database database, Duration idle) throws IOException {
        this.database = database;
        idleMillis = Math.toIntExact(idle.toMillis());
        entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        background(this::accept);
    }

    public DataSource source() {
        String url = "jdbc:mariadb://127.0.0.1:" + entrance.getLocalPort() + "/" + database.name();
        return (DataSource) Proxy.newProxyInstance(
                Wire.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, args) -> {
                    if (!method.getName().equals("getConnection")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return DriverManager.getConnection(
                            url, database.server().user(), database.server().password());
                });
    }

    void cut() {
        open.forEach(Wire::close);
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = entrance.accept();
                Socket server = new Socket(
                        InetAddress.getLoopbackAddress(), database.server().port());
                client.setSoTimeout(idleMillis);
                server.setSoTimeout(idleMillis);
                open.add(client);
                open.add(server);
                background(() -> copy(client, server));
                background(() -> copy(server, client));
            }
        } catch (IOException e) {
            // it is closed
        }
    }

    private static void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // it is cut
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void background(Runnable work) {
        Thread thread = new Thread(work, "wire");
        thread.setDaemon(true);
        thread.start();
    }
}
