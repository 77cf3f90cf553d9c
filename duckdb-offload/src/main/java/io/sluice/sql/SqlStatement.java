package io.sluice.sql;

/** One statement of a script. */
public sealed interface SqlStatement
        permits WriteStatement,
                TableStatement,
                TransactionStatement,
                SqlStatement.Query,
                SqlStatement.Explanation,
                SqlStatement.Option {
    /** The whole statement. */
    Span span();

    /** A statement that reads, or changes the engine's session; the engine takes it as it is. */
    record Query(Span span) implements SqlStatement {}

    /** {@code EXPLAIN} of a statement that changes rows, which is not run. */
    record Explanation(Span span, WriteStatement statement) implements SqlStatement {}

    /**
     * Sets an option of this session: {@code SET sluice.<name> = <value>}.
     *
     * @param name without {@code sluice.}, in lower case
     * @param value as text
     */
    record Option(Span span, String name, String value) implements SqlStatement {}
}
