package org.pimtools.common.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Whom files belong to. A file, or a link to one, is trusted when it is this user's or root's. */
public final class Ownership {
    private static final String OWNER = "unix:uid";
    /** Its owner is the user whose rights this process has. */
    private static final Path SELF = Path.of("/proc/self");

    private Ownership() {}

    /**
     * The owner of a file or folder, or of the link that leads there, who is neither this user nor root, and who can therefore put
     * something else in its place.
     *
     * @return empty when there is none, or where files have no such owners
     */
    public static Optional<String> stranger(Path path) throws IOException {
        if (!Files.exists(SELF)) {
            return Optional.empty();
        }
        Object self = Files.getAttribute(SELF, OWNER);
        Object link = Files.getAttribute(path, OWNER, LinkOption.NOFOLLOW_LINKS);
        if (!isTrusted(link, self)) {
            return Optional.of(Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName());
        }
        Object target = Files.getAttribute(path, OWNER);
        return isTrusted(target, self)
                ? Optional.empty()
                : Optional.of(Files.getOwner(path).getName());
    }

    private static boolean isTrusted(Object owner, Object self) {
        return owner.equals(self) || owner.equals(0);
    }
}
