package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** Two migrators at one Redis, each with a state directory of its own. */
final class ChaosRivals {
    private static final String REFUSED = "another migrator works on this redis";

    private ChaosRivals() {}

    /** The second one comes while the first one stands still, and must be refused as long as the first one's connection is there. */
    static ChaosHarm begin(ChaosMoment at) throws InterruptedException {
        signal(at.process(), "STOP");
        boolean held = isHeld(at);
        Tool.Result second = at.site().commandOfSecondHost(at.part()).run();
        signal(at.process(), "CONT");
        boolean refused = second.exit() != 0 && second.err().contains(REFUSED);
        return held && at.process().isAlive() && !refused
                ? wrong("a second migrator was not refused: exit code " + second.exit() + " " + second.err())
                : ChaosHarm.OVER;
    }

    /**
     * Redis loses some or all connections of the first one, which stands still; the second one begins, and at some moment the first one
     * goes on. Whoever is refused says so plainly.
     */
    static ChaosHarm replace(ChaosMoment at) throws InterruptedException {
        signal(at.process(), "STOP");
        try (Jedis redis = at.site().redis()) {
            if (at.random().nextBoolean()) {
                redis.clientKill(new ClientKillParams().type(ClientType.NORMAL));
            } else {
                killSome(redis, at);
            }
        }
        Process second = at.site().commandOfSecondHost(at.part()).startUnder(List.of());
        second.waitFor((long) (1.2 * at.measure().pace().nanos() * at.random().nextDouble()), TimeUnit.NANOSECONDS);
        signal(at.process(), "CONT");
        Tool.Result result = Tool.finish(second);
        return result.exit() == 0 || ChaosPass.isPlain(result)
                ? ChaosHarm.OVER
                : wrong("the second migrator ended with exit code " + result.exit() + " " + result.out()
                        + result.err());
    }

    private static void killSome(Jedis redis, ChaosMoment at) {
        redis.clientList()
                .lines()
                .filter(line -> line.contains("name=pim-migrator"))
                .forEach(line -> {
                    if (at.random().nextBoolean()) {
                        redis.clientKill(new ClientKillParams().id(line.substring(3, line.indexOf(' '))));
                    }
                });
    }

    private static boolean isHeld(ChaosMoment at) {
        try (Jedis redis = at.site().redis()) {
            return redis.clientList().contains("name=pim-migrator:");
        }
    }

    private static void signal(Process process, String signal) throws InterruptedException {
        try {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ChaosHarm wrong(String what) {
        return new ChaosHarm(() -> List.of(what), () -> {});
    }
}
