package org.pimtools.migrator.step.veeam;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a backup job is called once its VM is known by its provider ID.
 *
 * @param text what is written as it stands, and any of these: {@code {job}} is the job's old name with the provider ID in the
 *     place of the VM's old name, or before the provider ID when the VM's old name is not in it; {@code {provider-id}} and
 *     {@code {vm}} are the VM's new and old names. {@code {job}} or {@code {provider-id}} has to be there.
 */
record JobNameTemplate(String text) {
    static final String USUAL = "{job}";

    private static final String PROVIDER_ID = "{provider-id}";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(?:job|provider-id|vm)\\}");

    JobNameTemplate {
        Objects.requireNonNull(text);
        if (!isValid(text)) {
            throw new IllegalArgumentException("a name without the provider ID is found by nobody");
        }
    }

    /** Whether a name that is made by it has the provider ID in it. */
    static boolean isValid(String text) {
        return text.contains(USUAL) || text.contains(PROVIDER_ID);
    }

    /**
     * The new name.
     *
     * @param vmNames the VM's old names, most likely first
     */
    String apply(String job, List<String> vmNames, String providerId) {
        String vm =
                vmNames.stream().filter(name -> holds(job, name)).findFirst().orElse(vmNames.get(0));
        String replaced = job.contains(providerId)
                ? job
                : holds(job, vm) ? alone(vm).matcher(job).replaceAll(quoted(providerId)) : job + " " + providerId;
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> quoted(
                        switch (found.group()) {
                            case USUAL -> replaced;
                            case PROVIDER_ID -> providerId;
                            default -> vm;
                        }));
    }

    private static boolean holds(String job, String vm) {
        return !vm.isEmpty() && alone(vm).matcher(job).find();
    }

    /** The name where neither a letter nor a digit stands beside it: the job of {@code web} is not that of {@code web2}. */
    private static Pattern alone(String vm) {
        return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(vm) + "(?![\\p{L}\\p{N}])");
    }

    private static String quoted(String text) {
        return Matcher.quoteReplacement(text);
    }
}
