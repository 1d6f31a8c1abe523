package org.pimtools.dbmigrate.script;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A script with what its statements are. Statements are numbered from 1.
 *
 * @param tokens taken from the texts again each time
 * @param counting the numbers of statements that ask what the one before them did
 * @param schemas names that stand where that of a database can stand
 */
public record ParsedScript(
        Script script,
        List<List<Token>> tokens,
        List<StatementKind> kinds,
        List<StatementFacts> facts,
        BitSet counting,
        SessionNames names,
        Set<String> schemas,
        Chain chain) {
    private static final Set<String> COUNTING_FUNCTIONS = Set.of("row_count", "found_rows");
    private static final Set<String> COUNTING_VARIABLES = Set.of("warning_count", "error_count");

    /** Reads every text once. */
    public static ParsedScript of(Script script) {
        List<StatementKind> kinds = new ArrayList<>();
        List<StatementFacts> facts = new ArrayList<>();
        Map<StatementFacts, StatementFacts> same = new HashMap<>();
        BitSet counting = new BitSet();
        SessionNames names = SessionNames.none();
        Set<String> schemas = new HashSet<>();
        Chain chain = new Chain();
        for (ScriptStatement statement : script.statements()) {
            String sql = statement.sql();
            List<Token> tokens = Lexer.tokens(sql, statement.dialect());
            kinds.add(Classifier.classify(tokens));
            facts.add(same.computeIfAbsent(StatementFacts.of(tokens), found -> found));
            counting.set(statement.number(), countsRows(tokens));
            names.add(tokens);
            schemas(tokens, schemas);
            chain.add(sql);
        }
        return new ParsedScript(
                script, new LexedStatements(script.statements()), kinds, facts, counting, names, schemas, chain);
    }

    /** The same, with only those variables that the server knows: it skips what names others, in a comment for other versions. */
    public ParsedScript knowing(Set<String> variables) {
        return new ParsedScript(script, tokens, kinds, facts, counting, names.only(variables), schemas, chain);
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

    /** The same for all statements that name the same. */
    public StatementFacts facts(int number) {
        return facts.get(number - 1);
    }

    public String sql(int number) {
        return script.statements().get(number - 1).sql();
    }

    /** True for a statement that asks what the one before it did to how many rows, or with what warnings. */
    public boolean countsRows(int number) {
        return counting.get(number);
    }

    private static boolean countsRows(List<Token> tokens) {
        if (tokens.isEmpty()) {
            return false;
        }
        boolean shows = tokens.get(0).is("SHOW");
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (isCount(token, i + 1 < tokens.size() && tokens.get(i + 1).isSymbol('('))
                    || shows && (token.is("WARNINGS") || token.is("ERRORS"))) {
                return true;
            }
        }
        return tokens.get(0).is("GET");
    }

    private static boolean isCount(Token token, boolean isCalled) {
        return switch (token.kind()) {
            case WORD -> isCalled && COUNTING_FUNCTIONS.contains(token.folded());
            case SYSTEM_VARIABLE -> {
                String name = token.folded();
                yield COUNTING_VARIABLES.contains(name.substring(name.lastIndexOf('.') + 1));
            }
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
