package org.pimtools.lab;

/** The night did not go as the oracle says; the message tells what was expected and what was seen. */
final class RehearsalException extends RuntimeException {
    RehearsalException(String message) {
        super(message);
    }
}
