package org.pimtools.migrator.step.redis;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.migrator.step.Refusal;

/**
 * The oldest server that is supported: 2.8.19, as EL6 hosts have it. Before 2.8.12 a server does not even tell its connections apart
 * (Redis release notes).
 */
final class ServerVersion {
    private static final int[] OLDEST = {2, 8, 19};
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,6})[.]([0-9]{1,6})[.]([0-9]{1,6}).*");

    private ServerVersion() {}

    /** @param server what {@code INFO server} says; a version that it does not say, or that is none, is not too old */
    static Optional<Refusal> tooOld(Map<String, String> server, String address) {
        String version = server.getOrDefault("redis_version", "");
        Matcher parts = TEXT.matcher(version);
        return parts.matches() && isOlder(parts)
                ? Optional.of(new Refusal(
                        "redis at " + address + " has version " + version + "; the oldest that is supported is 2.8.19",
                        "upgrade redis, then run again"))
                : Optional.empty();
    }

    private static boolean isOlder(Matcher parts) {
        for (int i = 0; i < OLDEST.length; i++) {
            int part = Integer.parseInt(parts.group(i + 1));
            if (part != OLDEST[i]) {
                return part < OLDEST[i];
            }
        }
        return false;
    }
}
