package org.pimtools.common.file;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

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
        if (failure instanceof NotDirectoryException) {
            return "it is not a directory";
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return "it is a directory that is not empty";
        }
        if (failure instanceof ClosedChannelException) {
            return "it was closed while it was used";
        }
        // without a reason, the message of these is the file's name
        String reason = failure instanceof FileSystemException detailed ? detailed.getReason() : failure.getMessage();
        return reason == null ? "the system gives no reason" : reason;
    }
}
