package org.pimtools.testkit.doubles.veeam;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which jobs a query of Enterprise Manager wants: all, or those of one name. */
record NameFilter(Optional<String> name) {
    private static final Pattern EQUAL = Pattern.compile("(?i)name==\"([^\"]*)\"");

    /** Empty when the filter is another one than by the name. */
    static Optional<NameFilter> of(Map<String, String> query) {
        String filter = query.get("filter");
        if (filter == null) {
            return Optional.of(new NameFilter(Optional.empty()));
        }
        Matcher equal = EQUAL.matcher(filter);
        return equal.matches() ? Optional.of(new NameFilter(Optional.of(equal.group(1)))) : Optional.empty();
    }

    boolean matches(String job) {
        return name.isEmpty() || name.get().equalsIgnoreCase(job);
    }
}
