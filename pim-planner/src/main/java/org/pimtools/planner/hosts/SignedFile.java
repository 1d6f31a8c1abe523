package org.pimtools.planner.hosts;

import java.nio.file.Path;
import java.util.Optional;
import org.pimtools.common.datacenter.DatacenterId;

/**
 * A file that a host left, as far as its first lines tell.
 *
 * @param title the datacenter for people
 * @param key the public key that it claims to be signed with (X.509, base64); empty when an older version of the tools wrote it
 */
public record SignedFile(
        Path path, DatacenterId datacenter, String title, Optional<String> key, FileKind kind, FileAge age) {}
