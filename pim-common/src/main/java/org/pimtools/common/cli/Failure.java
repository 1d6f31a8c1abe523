package org.pimtools.common.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.jdbc.DatabaseWords;

/** Why a run ended without success, as the operator is told. */
public record Failure(ExitCode exit, String message, String hint, Throwable cause) {
    private static final int TABLE_DENIED = 1142;
    private static final int COLUMN_DENIED = 1143;

    static Failure of(Throwable thrown) {
        if (thrown instanceof ToolException e) {
            return new Failure(e.exitCode(), String.valueOf(e.getMessage()), e.hint(), e);
        }
        if (thrown instanceof UncheckedIOException e) {
            return of(e.getCause(), e);
        }
        if (thrown instanceof IOException e) {
            return of(e, e);
        }
        if (thrown instanceof SQLException e) {
            return of(e);
        }
        if (thrown instanceof InterruptedException) {
            return stopped(ExitCode.INTERRUPTED, thrown);
        }
        Optional<Failure> path = UnusablePath.in(thrown);
        if (path.isPresent()) {
            return path.get();
        }
        if (thrown instanceof OutOfMemoryError) {
            return new Failure(
                    ExitCode.FAILED,
                    "not enough memory",
                    "give Java more memory (JAVA_MEMORY in java.conf, or -Xmx), and run again",
                    thrown);
        }
        return new Failure(
                ExitCode.BUG,
                "internal error: " + thrown.getClass().getName() + ": " + thrown.getMessage(),
                "this is a bug of the tool: run again with --debug and report what it shows",
                thrown);
    }

    private static Failure of(SQLException e) {
        String message = DatabaseWords.of(e);
        if (e.getErrorCode() == TABLE_DENIED || e.getErrorCode() == COLUMN_DENIED) {
            return new Failure(
                    ExitCode.INVALID_INPUT,
                    "the database refuses: " + message,
                    "grant the user what is missing, or give another user",
                    e);
        }
        return new Failure(
                ExitCode.FAILED, "the database failed: " + message, "check the server and its log, and run again", e);
    }

    static Failure stopped(ExitCode exit, Throwable cause) {
        return new Failure(exit, "stopped", "run again to resume", cause);
    }

    private static Failure of(IOException e, Throwable thrown) {
        if (e instanceof NoSuchFileException missing) {
            return new Failure(ExitCode.INVALID_INPUT, "no such file: " + missing.getFile(), "check the path", thrown);
        }
        if (e instanceof AccessDeniedException denied) {
            return new Failure(
                    ExitCode.INVALID_INPUT,
                    "no permission for " + denied.getFile(),
                    "check the owner and the mode of the file and of its folders",
                    thrown);
        }
        if (e instanceof FileAlreadyExistsException exists) {
            return new Failure(
                    ExitCode.INVALID_INPUT,
                    exists.getFile() + " exists already",
                    "give another path: nothing is ever overwritten",
                    thrown);
        }
        return new Failure(
                ExitCode.FAILED,
                "input or output failed: " + of(e),
                "check the disk (full? read-only?) and the connection, and run again",
                thrown);
    }

    private static String of(IOException e) {
        return e instanceof FileSystemException file && file.getFile() != null
                ? file.getFile() + ": " + FileFailure.reason(e)
                : FileFailure.reason(e);
    }

    /** True when a signal ended the run, which is no error. */
    boolean isStop() {
        return switch (exit) {
            case HANGUP, INTERRUPTED, TERMINATED -> true;
            case DONE, FAILED, USAGE, INVALID_INPUT, UNREACHABLE, PARTIAL, UNSAFE, BUG -> false;
        };
    }

    String stackTrace() {
        StringWriter text = new StringWriter();
        if (cause != null) {
            cause.printStackTrace(new PrintWriter(text, true));
        }
        return text.toString();
    }
}
