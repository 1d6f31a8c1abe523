package org.pimtools.migrator.step.redis;

import org.pimtools.common.error.ToolException;

/** Says which server is the one to connect to. */
public interface RedisSource {
    /** @throws ToolException when nobody can say, or no server is to be changed now */
    RedisSettings find();
}
