package org.pimtools.common.json;

/** A line that is not what its format says; the message is lower case and holds nothing of the line's content. */
public sealed class LineException extends Exception permits UnknownVersionException {
    public LineException(String message) {
        super(message);
    }

    public LineException(String message, Throwable cause) {
        super(message, cause);
    }
}
