package org.pimtools.migrator.remote;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.plan.HostAddress;

/**
 * Who is connected to without a proxy: the list of {@code NO_PROXY}, separated by commas or blanks. An entry is {@code
 * *} for all, a domain for itself and what is below it (a dot or {@code *.} before it means the same), an IP address,
 * or a network such as {@code 192.168.0.0/16}; domain and address may have a port. What is none of these stands for nobody.
 */
final class NoProxy {
    private static final Pattern ENTRY =
            Pattern.compile("(?<host>\\[[^\\]]*\\]|[^:]*|[^\\[\\]]*:[^\\[\\]]*:[^\\[\\]]*)(?::(?<port>[0-9]{1,5}))?");
    private static final Pattern NETWORK = Pattern.compile("(?<address>[^/]+)/(?<bits>[0-9]{1,3})");

    private final List<Entry> entries = new ArrayList<>();

    private interface Entry {
        boolean holds(Origin origin);
    }

    NoProxy(String list) {
        for (String entry : list.toLowerCase(Locale.ROOT).split("[,\\s]+")) {
            if (!entry.isEmpty()) {
                entry(entry).ifPresent(entries::add);
            }
        }
    }

    boolean holds(Origin origin) {
        return entries.stream().anyMatch(entry -> entry.holds(origin));
    }

    private static Optional<Entry> entry(String text) {
        if (text.equals("*")) {
            return Optional.of(origin -> true);
        }
        Matcher network = NETWORK.matcher(text);
        if (network.matches()) {
            return HostAddress.of(network.group("address"))
                    .flatMap(Origin::literal)
                    .map(start -> network(start, Integer.parseInt(network.group("bits"))));
        }
        Matcher plain = ENTRY.matcher(text);
        if (!plain.matches()) {
            return Optional.empty();
        }
        Optional<HostAddress> host = HostAddress.of(plain.group("host").replaceFirst("^\\*?\\.", ""));
        String port = plain.group("port");
        return host.map(named -> origin -> (port == null || Integer.parseInt(port) == origin.port())
                && (named.equals(origin.host()) || sameAddress(named, origin) || isBelow(named, origin)));
    }

    private static boolean sameAddress(HostAddress named, Origin origin) {
        return Origin.literal(named)
                .filter(address -> origin.address().filter(address::equals).isPresent())
                .isPresent();
    }

    private static boolean isBelow(HostAddress named, Origin origin) {
        return origin.address().isEmpty() && origin.host().text().endsWith("." + named.text());
    }

    private static Entry network(InetAddress start, int bits) {
        int others = start.getAddress().length * Byte.SIZE - bits;
        return origin -> others >= 0
                && origin.address()
                        .filter(address -> address.getClass() == start.getClass())
                        .filter(address -> prefix(address, others).equals(prefix(start, others)))
                        .isPresent();
    }

    private static BigInteger prefix(InetAddress address, int others) {
        return new BigInteger(1, address.getAddress()).shiftRight(others);
    }
}
