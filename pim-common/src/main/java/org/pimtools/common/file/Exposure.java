package org.pimtools.common.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who but this user can read or replace a file that holds a secret. */
public final class Exposure {
    private Exposure() {}

    /**
     * A warning for each way in which the file is open to others; none of what is no file on a disk, such as a pipe.
     *
     * @param what how the warnings call it, for instance {@code the identity}
     */
    public static List<String> warnings(Path file, String what) throws IOException {
        List<String> warnings = new ArrayList<>();
        if (!Files.isRegularFile(file)) {
            return warnings;
        }
        if (PrivateFiles.isOpenToOthers(file)) {
            warnings.add("others than its owner may read " + what + " " + file + ": run chmod 600 on it");
        }
        Ownership.stranger(file)
                .ifPresent(owner -> warnings.add(what + " " + file + " belongs to " + owner
                        + ", who can read and replace it: make a copy of this user's own"));
        return warnings;
    }
}
