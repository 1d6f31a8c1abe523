package org.pimtools.migrator.step.redis;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Sockets that verify: the chain against one file or the Java trust store, and the host name. */
final class TlsSockets implements JedisSocketFactory {
    private final RedisSettings settings;
    private final int connectTimeoutMillis;
    private final int replyTimeoutMillis;
    private final SSLSocketFactory trusting;

    /** @throws ToolException with {@link ExitCode#INVALID_INPUT} when the file of authorities holds no certificate */
    TlsSockets(RedisSettings settings, int connectTimeoutMillis, int replyTimeoutMillis) {
        this.settings = settings;
        this.connectTimeoutMillis = connectTimeoutMillis;
        this.replyTimeoutMillis = replyTimeoutMillis;
        this.trusting = settings.authority() == null
                ? (SSLSocketFactory) SSLSocketFactory.getDefault()
                : trusting(settings.authority());
    }

    @Override
    public Socket createSocket() {
        Socket plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(replyTimeoutMillis);
            plain.connect(new InetSocketAddress(settings.host(), settings.port()), connectTimeoutMillis);
            SSLSocket socket = (SSLSocket) trusting.createSocket(plain, settings.host(), settings.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            closeQuietly(plain);
            throw new JedisConnectionException("no TLS connection", e);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException nothingToLose) {
            // the connection failed anyway
        }
    }

    private static SSLSocketFactory trusting(Path authority) {
        try (InputStream pem = Files.newInputStream(authority)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry(String.valueOf(trusted.size()), each);
            }
            if (trusted.size() == 0) {
                throw new GeneralSecurityException("no certificate in it");
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (IOException | GeneralSecurityException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the certificates to trust for redis cannot be read from " + authority,
                    "give a PEM file with the certificate of the authority",
                    e);
        }
    }
}
