package org.pimtools.migrator.step.redis;

import java.util.Map;
import java.util.function.Function;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.plan.PlanLine;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A connection, and what is known of the Redis behind it. Threads that use one of them wait for each other. */
final class KnownRedis {
    private static final int ATTEMPTS = 5;

    private final RedisConnection connection;
    private final Map<Long, PlanLine.Machine> planned;
    private Model model;

    /** @param machines the datacenter's machines by {@code idHypervisor} */
    KnownRedis(RedisConnection connection, Map<Long, PlanLine.Machine> machines) {
        this.connection = connection;
        this.planned = Map.copyOf(machines);
    }

    /**
     * Does some work on the connection, and all of it again whenever the connection is cut.
     *
     * @throws ToolException when Redis does not come back, or is cut every time
     */
    synchronized <T> T again(Function<RedisConnection, T> work) {
        for (int number = 1; ; number++) {
            try {
                return work.apply(connection);
            } catch (JedisConnectionException e) {
                if (number == ATTEMPTS) {
                    throw connection.lost(e);
                }
                connection.reopen();
            }
        }
    }

    /** What the server holds; looked at again on every new connection, since another server may answer there. */
    synchronized Model model() {
        if (model == null || model.connection() != connection.opened()) {
            Recognition recognition = Recogniser.recognise(connection);
            if (recognition instanceof Recognition.Unknown unknown) {
                throw unknown.refusal().exception();
            }
            Layout layout = ((Recognition.Known) recognition).layout();
            if (model != null && model.layout() != layout) {
                throw new ToolException(
                        ExitCode.UNSAFE,
                        "redis came back with other data: its layout was " + model.layout() + ", and now is " + layout,
                        "restore the data of redis, then run again");
            }
            Machines machines = Machines.match(MonitoredMachine.all(connection), planned);
            model = new Model(layout, machines, connection.opened());
        }
        return model;
    }
}
