package org.pimtools.dbmigrate.engine;

import org.flywaydb.core.api.logging.Log;

/** Keeps Flyway's messages off the screen: what it has to tell comes as an exception. */
final class SilentLog implements Log {
    @Override
    @SuppressWarnings("deprecation")
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public void debug(String message) {}

    @Override
    public void info(String message) {}

    @Override
    public void warn(String message) {}

    @Override
    public void error(String message) {}

    @Override
    public void error(String message, Exception e) {}

    @Override
    public void notice(String message) {}
}
