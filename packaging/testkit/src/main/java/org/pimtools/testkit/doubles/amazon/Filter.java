package org.pimtools.testkit.doubles.amazon;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Which items of a list of EC2 are asked for.
 *
 * @param name of the filter; empty for all
 */
record Filter(String name, Set<String> values) {
    private static final int MOST_VALUES = 200;

    /** @param known the filters that the action has */
    static Filter of(QueryParameters parameters, String... known) throws Ec2Refusal {
        only(parameters, "MaxResults|NextToken|Filter\\.1\\.(Name|Value\\.[0-9]+)");
        Optional<String> name = parameters.value("Filter.1.Name");
        if (name.isPresent() && !List.of(known).contains(name.get())) {
            throw new Ec2Refusal(
                    Ec2Error.invalid("InvalidParameterValue", "The filter '" + name.get() + "' is invalid"));
        }
        List<String> values = parameters.list("Filter.1.Value");
        if (values.size() > MOST_VALUES) {
            throw new Ec2Refusal(Ec2Error.invalid(
                    "FilterLimitExceeded", "The maximum number of filter values specified on a single call is 200"));
        }
        return new Filter(name.orElse(""), new HashSet<>(values));
    }

    /** @param names a regular expression of what the action knows besides its name and version */
    static void only(QueryParameters parameters, String names) throws Ec2Refusal {
        Optional<String> unknown = parameters.values().keySet().stream()
                .filter(name -> !name.matches("Action|Version|" + names))
                .findFirst();
        if (unknown.isPresent()) {
            throw new Ec2Refusal(Ec2Error.invalid(
                    "UnknownParameter", "The parameter " + unknown.get() + " is not recognized by the double"));
        }
    }

    boolean isEmpty() {
        return name.isEmpty() || values.isEmpty();
    }

    boolean isOn(String other) {
        return name.equals(other);
    }

    /** The positions of the items that have one of the values. */
    <T> List<Integer> matching(List<T> items, Function<T, Collection<String>> has) {
        return IntStream.range(0, items.size())
                .filter(position -> has.apply(items.get(position)).stream().anyMatch(values::contains))
                .boxed()
                .toList();
    }
}
