package org.pimtools.common.output;

import java.util.List;
import org.pimtools.common.text.Text;

/** Where a command puts what it has to say; one implementation per format. Safe for use by several threads. */
public interface Output {
    /** A line for people on standard output; nothing in JSON. Made {@linkplain Text#printable printable} here. */
    void line(String text);

    /** An aligned table for people on standard output; nothing in JSON. */
    void table(List<String> header, List<List<String>> rows);

    /** A warning on standard error, which the JSON envelope collects too. Lower case, no final stop. */
    void warn(String message);

    /**
     * A failure that does not end the run, on standard error. Who calls this puts it into the JSON result too, and ends the run with a
     * code that says so.
     *
     * @param message lower case, no final stop
     * @param hint what the operator does next
     */
    void failure(String message, String hint);

    /**
     * A field of the JSON envelope's {@code result}: records, collections, strings, numbers; nothing in text.
     *
     * @param value an {@code Iterable} that is no collection may be of any length: it is read once, here, and not kept in memory
     */
    void result(String name, Object value);

    /** The run in one line, for whoever reads nothing else: the last but one of the text, {@code result.verdict} in JSON. */
    default void verdict(String text) {
        line(text);
        result("verdict", text);
    }

    /** The command that the operator runs next: the last line of the text, {@code result.next} in JSON. */
    void next(String command);

    /**
     * Starts to show how far a long work is: a bar on a terminal, else a line now and then; on standard error in both formats.
     *
     * @param what what is counted, for instance {@code "reading VMs"}
     * @param total how many there are, or 0 when that is not known
     */
    Progress progress(String what, long total);
}
