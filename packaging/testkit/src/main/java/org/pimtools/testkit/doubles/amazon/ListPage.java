package org.pimtools.testkit.doubles.amazon;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One page of a list.
 *
 * @param number from 1
 * @param positions of its items in the list
 * @param next the next page's token; empty on the last one
 */
record ListPage(int number, List<Integer> positions, String next) {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");
    private static final Pattern TOKEN = Pattern.compile("page ([0-9]{1,9}) from ([0-9]{1,9}) of (.*)");

    /**
     * The page that a request asks for.
     *
     * @param listing says which list this is, so that a token of another one is not valid
     * @param matching the positions of the instances that the request selects, in order
     */
    static ListPage of(QueryParameters request, Rule rule, String listing, List<Integer> matching) throws Ec2Refusal {
        int size = rule.size(request, matching.size());
        int number = 1;
        int from = 0;
        if (request.value(rule.token).isPresent()) {
            Matcher token = TOKEN.matcher(decoded(request.value(rule.token).get()));
            if (!token.matches() || !token.group(3).equals(listing)) {
                throw invalidToken();
            }
            number = Integer.parseInt(token.group(1));
            from = Math.min(Integer.parseInt(token.group(2)), matching.size());
        }
        return at(number, from, size, listing, matching);
    }

    /** The page before this one, with the same size. */
    ListPage before(String listing, List<Integer> matching, int size) {
        int from = Math.max(0, (number - 2) * size);
        return at(Math.max(1, number - 1), from, size, listing, matching);
    }

    ListPage withoutNext() {
        return new ListPage(number, positions, "");
    }

    private static ListPage at(int number, int from, int size, String listing, List<Integer> matching) {
        int end = Math.min(from + size, matching.size());
        return new ListPage(
                number,
                matching.subList(from, end),
                end == matching.size() ? "" : encoded("page " + (number + 1) + " from " + end + " of " + listing));
    }

    /**
     * How a service pages its lists.
     *
     * @param parameter that says how many items a page has
     * @param token the parameter with the page's token
     * @param usual how many a page has when nobody says; 0 for all
     */
    record Rule(String parameter, String token, int fewest, int most, int usual) {
        static final Rule EC2 = new Rule("MaxResults", "NextToken", 5, 1000, 0);
        static final Rule BALANCING = new Rule("PageSize", "Marker", 1, 400, 400);

        int size(QueryParameters request, int all) throws Ec2Refusal {
            if (request.value(parameter).isEmpty()) {
                return usual == 0 ? all : usual;
            }
            String given = request.value(parameter).get();
            int size = NUMBER.matcher(given).matches() ? Integer.parseInt(given) : 0;
            if (size < fewest || size > most) {
                throw new Ec2Refusal(Ec2Error.invalid(
                        "InvalidParameterValue",
                        "Value ( " + given + " ) for parameter " + parameter + " is invalid. Expecting a value from "
                                + fewest + " to " + most + "."));
            }
            return size;
        }
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
