package org.pimtools.migrator.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What all files here have in common. */
final class Disk {
    private Disk() {}

    /** Makes a file's name outlive a crash of the machine. */
    static void synchroniseName(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
