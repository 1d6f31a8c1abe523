package org.pimtools.planner.planning;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A row of {@code datacenter}.
 *
 * @param uuid as the database holds it, or null
 * @param name may be null
 */
public record DatacenterRow(long id, String uuid, String name) {
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    public DatacenterRow {
        name = LongText.shortened(name);
    }

    /** Whether an operator means it by this UUID, or by this name, which must be exactly the same. */
    public boolean isCalled(String text) {
        return text.equals(name) || text.equalsIgnoreCase(uuid);
    }

    /** The UUID, when it is one. */
    public Optional<UUID> validUuid() {
        return uuid != null && UUID_TEXT.matcher(uuid).matches()
                ? Optional.of(UUID.fromString(uuid.toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }
}
