package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

/**
 * The Sentinels that watch a Redis: they know which server is the master now. Source: Redis documentation, "Guidelines for
 * Redis clients with support for Redis Sentinel" and "High availability with Redis Sentinel".
 *
 * @param sentinels where each is, and as whom to log in there if it wants that
 * @param name of the master, as the Sentinels call it
 * @param login to the master, with its database; where the master is does not count here
 */
public record Sentinels(List<RedisSettings> sentinels, String name, RedisSettings login) implements RedisSource {
    /** @throws IllegalArgumentException when there is no Sentinel or no name */
    public Sentinels {
        sentinels = List.copyOf(sentinels);
        if (sentinels.isEmpty()) {
            throw new IllegalArgumentException("no Sentinel is given");
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of the master is empty");
        }
        Objects.requireNonNull(login);
    }

    /**
     * The master now.
     *
     * @throws ToolException with {@link ExitCode#UNSAFE} while a failover runs or is about to, {@link ExitCode#UNREACHABLE} when no Sentinel
     *     answers, {@link ExitCode#INVALID_INPUT} when none knows the name
     */
    @Override
    public RedisSettings find() {
        return login.at(new WatchedMaster(this, now()));
    }

    SentinelView now() {
        List<SentinelView> views = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (RedisSettings each : sentinels) {
            SentinelView.Answer answer = SentinelView.ask(each, name);
            answer.view().ifPresent(views::add);
            answer.silence().ifPresent(why -> silent.add(each.address() + " (" + why + ")"));
        }
        if (silent.size() == sentinels.size()) {
            throw new ToolException(
                    ExitCode.UNREACHABLE,
                    "no Sentinel of redis answers: " + String.join(", ", silent),
                    "check host and port of the Sentinels, 26379 unless told otherwise, and whether they speak TLS"
                            + " (--redis-tls, --redis-ca)");
        }
        if (views.isEmpty()) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "no Sentinel watches a master called " + name,
                    "redis-cli -p 26379 sentinel masters lists the names; give one with --redis-master");
        }
        refuseFailover(views);
        return views.get(0);
    }

    private void refuseFailover(List<SentinelView> views) {
        Set<String> masters = new HashSet<>();
        views.forEach(view -> masters.add(view.address()));
        if (views.stream().anyMatch(SentinelView::isInFailover)
                || views.stream().allMatch(SentinelView::isDown)) {
            throw unsafe("a failover of redis " + name + " from " + String.join(" or ", masters)
                    + " is under way or about to begin");
        }
        if (masters.size() > 1) {
            throw unsafe("the Sentinels name different masters of redis " + name + ": " + String.join(", ", masters));
        }
    }

    private static ToolException unsafe(String message) {
        return new ToolException(
                ExitCode.UNSAFE, message, "wait until the failover has ended, then run the same command again");
    }
}
