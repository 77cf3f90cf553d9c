package io.sluice.query;

import io.sluice.error.SluiceException;
import io.sluice.sql.Token;
import io.sluice.table.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The calls {@code table_changes('table', from, to)} of a statement. */
final class ChangeCalls {
    static final String NAME = "TABLE_CHANGES";

    private ChangeCalls() {}

    /**
     * One call.
     *
     * @param start index of its first character
     * @param end index after its closing parenthesis
     * @param from an expression that gives the first version
     * @param to the last one; empty: that of the statement
     */
    record Call(int start, int end, TableName table, String from, Optional<String> to) {}

    static List<Call> find(Statement statement) {
        List<Call> calls = new ArrayList<>();
        List<Token> tokens = statement.tokens();
        for (int i = 0; i + 1 < tokens.size(); i++) {
            boolean qualified = i > 0 && tokens.get(i - 1).isSymbol(".");
            if (tokens.get(i).isWord(NAME) && tokens.get(i + 1).isSymbol("(") && !qualified) {
                calls.add(call(statement, i));
            }
        }
        return calls;
    }

    private static Call call(Statement statement, int index) {
        List<Token> tokens = statement.tokens();
        List<String> arguments = new ArrayList<>();
        int begin = tokens.get(index + 1).end();
        int depth = 0;
        int at = index + 1;
        for (; at < tokens.size(); at++) {
            Token token = tokens.get(at);
            depth += token.isSymbol("(") || token.isSymbol("[") ? 1 : 0;
            depth -= token.isSymbol(")") || token.isSymbol("]") ? 1 : 0;
            if (depth == 0 || (depth == 1 && token.isSymbol(","))) {
                arguments.add(statement.text().substring(begin, token.start()).strip());
                begin = token.end();
            }
            if (depth == 0) {
                break;
            }
        }
        boolean named = !arguments.isEmpty() && arguments.get(0).matches("'[^']+'");
        if (at == tokens.size() || !named || arguments.size() < 2 || arguments.size() > 3) {
            throw SluiceException.user(statement.withPlace(
                    "table_changes takes the name of a table in quotes, a first version and, if you like, a last one:"
                            + " table_changes('sales.orders', 3, 5)",
                    tokens.get(index).start()));
        }
        String name = arguments.get(0);
        Optional<String> to = arguments.size() == 3 ? Optional.of(arguments.get(2)) : Optional.empty();
        TableName table = TableName.parse(name.substring(1, name.length() - 1));
        return new Call(tokens.get(index).start(), tokens.get(at).end(), table, arguments.get(1), to);
    }
}
