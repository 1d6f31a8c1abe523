package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.text.Text;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Looks through all keys for those that are not of the monitor's model and have an old name in them; reads only, page by page. Since
 * version 3.0 the monitor keeps CPU, memory and datastore of every VM, under keys that are not public, so that such keys are the normal
 * case and are one finding together.
 */
public final class UnknownKeys {
    private static final String PAGE = "1000";
    private static final int LONGEST_KEY = 4_096;
    private static final int SHORT_NAME = 4;
    private static final int MOST = 10_000;
    private static final int EXAMPLES = 3;
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

    /** One finding for all such keys, 10,000 at most, with a few of them. Only the first 4,096 characters of a key are looked through. */
    public Optional<Finding> find() {
        Set<String> found = new HashSet<>();
        List<String> examples = new ArrayList<>(EXAMPLES);
        String cursor = "0";
        try {
            do {
                List<?> page = (List<?>) connection.ask(Command.SCAN, cursor, "COUNT", PAGE);
                cursor = RedisConnection.text(page.get(0));
                for (Object key : (List<?>) page.get(1)) {
                    String text = RedisConnection.text(key);
                    if (!KNOWN.matcher(text).matches()) {
                        nameIn(text)
                                .filter(name -> found.add(text) && examples.size() < EXAMPLES)
                                .ifPresent(name -> examples.add(text + " with the name " + name));
                    }
                }
            } while (!cursor.equals("0") && found.size() < MOST);
            return finding(found.size(), examples);
        } catch (JedisDataException e) {
            throw Survey.refusedRead(connection, e);
        } catch (JedisConnectionException e) {
            throw connection.lost(e);
        }
    }

    private static Optional<Finding> finding(int keys, List<String> examples) {
        if (keys == 0) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                FindingCode.UNKNOWN_KEY,
                "redis",
                (keys < MOST ? Text.counted(keys, "key") : "at least " + Text.counted(keys, "key")) + ", for instance "
                        + String.join(", ", examples)));
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
