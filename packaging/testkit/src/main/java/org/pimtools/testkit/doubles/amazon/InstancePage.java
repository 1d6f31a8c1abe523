package org.pimtools.testkit.doubles.amazon;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One page of a list of instances.
 *
 * @param number from 1
 * @param positions of its instances in the list
 * @param next the next page's token; empty on the last one
 */
record InstancePage(int number, List<Integer> positions, String next) {
    private static final int FEWEST = 5;
    private static final int MOST = 1000;
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");
    private static final Pattern TOKEN = Pattern.compile("page ([0-9]{1,9}) from ([0-9]{1,9}) of (.*)");

    /**
     * The page that a request asks for.
     *
     * @param listing says which list this is, so that a token of another one is not valid
     * @param matching the positions of the instances that the request selects, in order
     */
    static InstancePage of(QueryParameters request, String listing, List<Integer> matching) throws Ec2Refusal {
        int size = size(request, matching.size());
        int number = 1;
        int from = 0;
        if (request.value("NextToken").isPresent()) {
            Matcher token = TOKEN.matcher(decoded(request.value("NextToken").get()));
            if (!token.matches() || !token.group(3).equals(listing)) {
                throw invalidToken();
            }
            number = Integer.parseInt(token.group(1));
            from = Math.min(Integer.parseInt(token.group(2)), matching.size());
        }
        return at(number, from, size, listing, matching);
    }

    /** The page before this one, with the same size. */
    InstancePage before(String listing, List<Integer> matching, int size) {
        int from = Math.max(0, (number - 2) * size);
        return at(Math.max(1, number - 1), from, size, listing, matching);
    }

    InstancePage withoutNext() {
        return new InstancePage(number, positions, "");
    }

    private static InstancePage at(int number, int from, int size, String listing, List<Integer> matching) {
        int end = Math.min(from + size, matching.size());
        return new InstancePage(
                number,
                matching.subList(from, end),
                end == matching.size() ? "" : encoded("page " + (number + 1) + " from " + end + " of " + listing));
    }

    /** Without a size everything is on one page. */
    static int size(QueryParameters request, int all) throws Ec2Refusal {
        if (request.value("MaxResults").isEmpty()) {
            return all;
        }
        String given = request.value("MaxResults").get();
        int size = NUMBER.matcher(given).matches() ? Integer.parseInt(given) : 0;
        if (size < FEWEST || size > MOST) {
            throw new Ec2Refusal(Ec2Error.invalid(
                    "InvalidParameterValue",
                    "Value ( " + given + " ) for parameter maxResults is invalid. Expecting a value from " + FEWEST
                            + " to " + MOST + "."));
        }
        return size;
    }

    /** All positions of a list, as a view. */
    static List<Integer> all(int count) {
        return new AbstractList<>() {
            @Override
            public Integer get(int index) {
                return Objects.checkIndex(index, count);
            }

            @Override
            public int size() {
                return count;
            }
        };
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String token) throws Ec2Refusal {
        try {
            return new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalidToken();
        }
    }

    private static Ec2Refusal invalidToken() {
        return new Ec2Refusal(Ec2Error.invalid(
                "InvalidPaginationToken", "The specified pagination token is not valid or is expired"));
    }
}
