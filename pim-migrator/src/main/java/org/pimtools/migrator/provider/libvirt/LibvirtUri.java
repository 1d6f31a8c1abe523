package org.pimtools.migrator.provider.libvirt;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.provider.ProviderOption;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.remote.Rate;

/**
 * A libvirt connection URI (https://libvirt.org/uri.html), made of validated parts only. Of its parameters an endpoint can
 * say no other than {@code socket}: {@code command}, {@code no_verify}, {@code pkipath} and the like run programs or switch
 * checks off.
 *
 * <p>An endpoint's options: {@code transport} is {@code tls} (the default), {@code ssh}, {@code tcp}, {@code unix} or
 * {@code direct}; {@code driver} is {@code qemu} (the default) or {@code test}; {@code path} is {@code /system} for qemu,
 * which it need not say, and for test the absolute path of an XML file; {@code socket} is the absolute path of a UNIX
 * socket.
 */
public final class LibvirtUri {
    private static final SortedMap<String, ProviderOption> OPTIONS = ProviderKind.KVM.options();
    private static final Pattern FILE = Pattern.compile("(?:/[A-Za-z0-9._~+@ -]{1,255}){1,32}");
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    private static final Pattern UPWARD = Pattern.compile(".*/\\.\\.?(?:/.*)?");
    /** Not what a program could take for an option. */
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._@+-]{0,63}");

    private static final int AGENT_PORT = 8889;
    private static final int LAST_PORT = 65535;

    private final String text;
    private final boolean remote;

    private LibvirtUri(String text, boolean remote) {
        this.text = text;
        this.remote = remote;
    }

    /**
     * Makes the URI of an endpoint. Port 8889 is the one of the platform's own agent, where no libvirt listens: it means the
     * transport's usual one, 16514 for TLS, 22 for SSH and 16509 for TCP.
     *
     * @throws EndpointException when a part is not plain
     */
    public static LibvirtUri of(PlanLine.Endpoint endpoint) throws EndpointException {
        Map<String, String> options = endpoint.options();
        for (String name : options.keySet()) {
            if (!OPTIONS.containsKey(name) && !name.equals(Rate.OPTION)) {
                throw invalid("an option that libvirt endpoints do not have; they have " + Rate.OPTION + ", "
                        + String.join(", ", OPTIONS.keySet()));
            }
        }
        HostAddress host = HostAddress.of(endpoint.address())
                .orElseThrow(() -> invalid("the address is no host name and no IP address"));
        String driver = options.getOrDefault("driver", "qemu");
        String path = path(driver, options.get("path"));
        String transport = options.getOrDefault("transport", "tls");
        if (options.containsKey("socket") && !transport.equals("unix")) {
            throw invalid("the option socket needs the transport unix");
        }
        return switch (transport) {
            case "tls", "tcp" -> remote(driver, transport, host.uriText(), port(endpoint), path);
            case "ssh" -> remote(driver, transport, user(endpoint) + "@" + host.uriText(), port(endpoint), path);
            case "unix" -> new LibvirtUri(driver + "+unix://" + path + socket(options.get("socket")), false);
            case "direct" -> new LibvirtUri(driver + "://" + path, false);
            default -> throw invalid("the option transport is none of tls, ssh, tcp, unix, direct");
        };
    }

    private static LibvirtUri remote(String driver, String transport, String host, int port, String path) {
        return new LibvirtUri(driver + "+" + transport + "://" + host + ":" + port + path, true);
    }

    private static String user(PlanLine.Endpoint endpoint) throws EndpointException {
        String user = endpoint.account().getOrDefault("user", "");
        if (!USER.matcher(user).matches()) {
            throw invalid("transport ssh needs a plain user name");
        }
        return encoded(user);
    }

    private static String path(String driver, String given) throws EndpointException {
        switch (driver) {
            case "qemu" -> {
                if (given != null && !given.equals("system") && !given.equals("/system")) {
                    throw invalid("the option path of the driver qemu can only be /system");
                }
                return "/system";
            }
            case "test" -> {
                if (given == null || !given.endsWith(".xml")) {
                    throw invalid("the option path of the driver test is not the absolute path of an .xml file");
                }
                return file("path", given);
            }
            default -> throw invalid("the option driver is neither qemu nor test");
        }
    }

    private static String socket(String given) throws EndpointException {
        return given == null ? "" : "?socket=" + file("socket", given);
    }

    private static String file(String option, String given) throws EndpointException {
        if (!FILE.matcher(given).matches() || UPWARD.matcher(given).matches()) {
            throw invalid("the option " + option + " is not a plain absolute path");
        }
        return encoded(given);
    }

    /** In percent encoding, as in RFC 3986: all but its unreserved characters, and the slash. */
    private static String encoded(String given) {
        StringBuilder encoded = new StringBuilder();
        for (byte character : given.getBytes(StandardCharsets.UTF_8)) {
            if (PLAIN.indexOf(character) >= 0) {
                encoded.append((char) character);
            } else {
                encoded.append("%%%02x".formatted(character));
            }
        }
        return encoded.toString();
    }

    private static int port(PlanLine.Endpoint endpoint) throws EndpointException {
        int port = endpoint.port();
        if (port < 1 || port > LAST_PORT) {
            throw invalid("the port is not from 1 to " + LAST_PORT);
        }
        return port == AGENT_PORT ? ProviderKind.KVM.usualPort(endpoint.options()) : port;
    }

    private static EndpointException invalid(String message) {
        return new EndpointException(FindingCode.INVALID_ADDRESS, message, false, null);
    }

    /** Whether the connection leaves this machine. */
    boolean remote() {
        return remote;
    }

    public String text() {
        return text;
    }

    /** The URI with parameters of the login, which no endpoint can say. */
    String text(SortedMap<String, String> parameters) {
        StringBuilder all = new StringBuilder(text);
        parameters.forEach((name, value) -> all.append(all.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(encoded(value)));
        return all.toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
