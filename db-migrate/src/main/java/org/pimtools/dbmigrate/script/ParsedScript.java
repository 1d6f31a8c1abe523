package org.pimtools.dbmigrate.script;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A script with what its statements are. Statements are numbered from 1.
 *
 * @param tokens taken from the texts again each time
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

    /** Reads every text once. */
    public static ParsedScript of(Script script) {
        List<StatementKind> kinds = new ArrayList<>();
        SessionNames names = SessionNames.none();
        Set<String> schemas = new HashSet<>();
        Chain chain = new Chain();
        for (ScriptStatement statement : script.statements()) {
            String sql = statement.sql();
            List<Token> tokens = Lexer.tokens(sql, statement.dialect());
            kinds.add(Classifier.classify(tokens));
            names.add(tokens);
            schemas(tokens, schemas);
            chain.add(sql);
        }
        return new ParsedScript(script, new LexedStatements(script.statements()), kinds, names, schemas, chain);
    }

    /** The same, with only those variables that the server knows: it skips what names others, in a comment for other versions. */
    public ParsedScript knowing(Set<String> variables) {
        return new ParsedScript(script, tokens, kinds, names.only(variables), schemas, chain);
    }

    private static void schemas(List<Token> tokens, Set<String> names) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).isIdentifier() && tokens.get(i + 1).isSymbol('.')) {
                names.add(tokens.get(i).text());
            } else if (i == 0 && tokens.get(0).is("USE")) {
                names.add(tokens.get(1).text());
            }
        }
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

    public StatementFacts facts(int number) {
        return StatementFacts.of(tokens(number));
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

    /** True when it gives its session another role. */
    public boolean setsRole() {
        return IntStream.rangeClosed(1, size())
                .anyMatch(n -> kind(n) instanceof StatementKind.Session
                        && tokens(n).size() > 1
                        && tokens(n).get(1).is("ROLE"));
    }

    /** True when the session may not take our own statements for the UTF-8 that they are. */
    public boolean setsCharacterSet() {
        return names.system().contains(SessionNames.CLIENT);
    }
}
