package org.pimtools.dbmigrate.script;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A script with what its statements are. Statements are numbered from 1.
 *
 * @param schemas names that stand where that of a database can stand
 */
public record ParsedScript(
        Script script,
        List<List<Token>> tokens,
        List<StatementKind> kinds,
        SessionNames names,
        Set<String> schemas,
        Chain chain) {
    private static final Set<String> COUNTING_FUNCTIONS = Set.of("row_count", "found_rows");
    private static final Set<String> COUNTING_VARIABLES = Set.of("warning_count", "error_count");

    public static ParsedScript of(Script script) {
        List<List<Token>> tokens = script.statements().stream()
                .map(statement -> Lexer.tokens(statement.sql()))
                .toList();
        return new ParsedScript(
                script,
                tokens,
                tokens.stream().map(Classifier::classify).toList(),
                SessionNames.of(tokens),
                schemas(tokens),
                new Chain(script.statements()));
    }

    /** The same, with only those variables that the server knows: it skips what names others, in a comment for other versions. */
    public ParsedScript knowing(Set<String> variables) {
        return new ParsedScript(script, tokens, kinds, names.only(variables), schemas, chain);
    }

    private static Set<String> schemas(List<List<Token>> statements) {
        Set<String> names = new HashSet<>();
        for (List<Token> tokens : statements) {
            for (int i = 0; i + 1 < tokens.size(); i++) {
                if (tokens.get(i).isIdentifier() && tokens.get(i + 1).isSymbol('.')) {
                    names.add(tokens.get(i).text());
                } else if (i == 0 && tokens.get(0).is("USE")) {
                    names.add(tokens.get(1).text());
                }
            }
        }
        return names;
    }

    public int size() {
        return kinds.size();
    }

    public StatementKind kind(int number) {
        return kinds.get(number - 1);
    }

    public List<Token> tokens(int number) {
        return tokens.get(number - 1);
    }

    public String sql(int number) {
        return script.statements().get(number - 1).sql();
    }

    /** True for a statement that asks what the one before it did to how many rows, or with what warnings. */
    public boolean countsRows(int number) {
        List<Token> tokens = tokens(number);
        if (tokens.isEmpty()) {
            return false;
        }
        boolean shows = tokens.get(0).is("SHOW")
                && tokens.stream().anyMatch(token -> token.is("WARNINGS") || token.is("ERRORS"));
        return shows
                || tokens.get(0).is("GET")
                || IntStream.range(0, tokens.size()).anyMatch(i -> isCount(tokens.subList(i, tokens.size())));
    }

    private static boolean isCount(List<Token> tokens) {
        String name = tokens.get(0).folded();
        return switch (tokens.get(0).kind()) {
            case WORD ->
                COUNTING_FUNCTIONS.contains(name)
                        && tokens.size() > 1
                        && tokens.get(1).isSymbol('(');
            case SYSTEM_VARIABLE -> COUNTING_VARIABLES.contains(name.substring(name.lastIndexOf('.') + 1));
            default -> false;
        };
    }

    /** True when the session may not take our own statements for the UTF-8 that they are. */
    public boolean setsCharacterSet() {
        return names.system().contains(SessionNames.CLIENT);
    }
}
