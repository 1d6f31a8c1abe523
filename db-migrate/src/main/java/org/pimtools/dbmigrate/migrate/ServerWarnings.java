package org.pimtools.dbmigrate.migrate;

import java.sql.SQLWarning;
import org.pimtools.common.output.Output;
import org.pimtools.common.text.Text;
import org.pimtools.dbmigrate.execute.Warnings;
import org.pimtools.dbmigrate.module.Module;
import org.pimtools.dbmigrate.script.Script;
import org.slf4j.LoggerFactory;

/** Logs what the server warns of, and shows it if that was asked for; of a statement the first few. */
record ServerWarnings(Module module, Output output, RunSettings settings) implements Warnings {
    private static final int MOST = 5;
    private static final int LONGEST = 300;

    @Override
    public void of(Script script, int number, SQLWarning first) {
        int count = 0;
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            count++;
            if (count <= MOST) {
                show(
                        script,
                        number,
                        "[" + warning.getErrorCode() + "] " + Text.printable(warning.getMessage(), LONGEST));
            }
        }
        if (count > MOST) {
            show(script, number, (count - MOST) + " more warnings");
        }
    }

    private void show(Script script, int number, String warning) {
        String text = module.displayName() + " " + script.file() + ", statement " + number + " (line "
                + script.statement(number).line() + "): the server warns: " + warning;
        LoggerFactory.getLogger(ServerWarnings.class).warn(text);
        if (settings.verbose()) {
            output.warn(text);
        }
    }
}
