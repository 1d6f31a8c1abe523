package org.pimtools.common.file;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be read or written, in words for the operator. */
public final class FileFailure {
    private FileFailure() {}

    /** What to tell about the failure of a file whose name the message has already. */
    public static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "something else of that name is there";
        }
        if (failure instanceof CharacterCodingException) {
            return "it has bytes that are not of its encoding, UTF-8";
        }
        if (failure instanceof FileSystemException detailed && detailed.getReason() != null) {
            return detailed.getReason();
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
