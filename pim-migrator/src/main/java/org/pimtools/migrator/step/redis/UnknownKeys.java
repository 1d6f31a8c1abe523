package org.pimtools.migrator.step.redis;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Looks through all keys for one that is not of the monitor's model and has an old name in it; reads only, page by page. */
public final class UnknownKeys {
    private static final String PAGE = "1000";
    private static final int LONGEST_KEY = 4_096;
    private static final int SHORT_NAME = 4;
    private static final int MOST = 10_000;
    private static final Pattern KNOWN = Pattern.compile(
            "(PhysicalMachine|VirtualMachine|VirtualMachinesCache):(id|all|[0-9]+)"
                    + "|PhysicalMachine:(address|uid|connection):.*"
                    + "|VirtualMachinesCache:([0-9]+:cache|cache:.*)"
                    + "|VirtualMachine:(name:.*|byMonitor:[0-9]+)",
            Pattern.DOTALL);

    private final RedisConnection connection;
    private final Set<String> names;
    private final Set<Integer> lengths = new TreeSet<>();

    /** @param oldNames a name of less than four characters counts only where it stands alone between punctuation */
    public UnknownKeys(RedisConnection connection, Set<String> oldNames) {
        this.connection = connection;
        this.names = oldNames;
        oldNames.stream().map(String::length).filter(length -> length > 0).forEach(lengths::add);
    }

    /** Hands over a finding for every such key once, for 10,000 keys at most. Only the first 4,096 characters of a key are looked through. */
    public void find(Consumer<Finding> findings) {
        Set<String> found = new HashSet<>();
        String cursor = "0";
        try {
            do {
                List<?> page = (List<?>) connection.ask(Command.SCAN, cursor, "COUNT", PAGE);
                cursor = RedisConnection.text(page.get(0));
                for (Object key : (List<?>) page.get(1)) {
                    String text = RedisConnection.text(key);
                    if (!KNOWN.matcher(text).matches()) {
                        nameIn(text)
                                .filter(name -> found.add(text))
                                .ifPresent(name -> findings.accept(new Finding(
                                        FindingCode.UNKNOWN_KEY,
                                        "redis",
                                        "the key " + text + " holds the name " + name)));
                    }
                }
            } while (!cursor.equals("0") && found.size() < MOST);
        } catch (JedisDataException e) {
            throw Survey.refusedRead(connection, e);
        } catch (JedisConnectionException e) {
            throw connection.lost(e);
        }
    }

    private Optional<String> nameIn(String key) {
        int end = Math.min(key.length(), LONGEST_KEY);
        for (int length : lengths) {
            for (int from = 0; from + length <= end; from++) {
                String part = key.substring(from, from + length);
                if (names.contains(part) && (length >= SHORT_NAME || standsAlone(key, from, from + length))) {
                    return Optional.of(part);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean standsAlone(String key, int from, int to) {
        return (from == 0 || !Character.isLetterOrDigit(key.charAt(from - 1)))
                && (to == key.length() || !Character.isLetterOrDigit(key.charAt(to)));
    }
}
