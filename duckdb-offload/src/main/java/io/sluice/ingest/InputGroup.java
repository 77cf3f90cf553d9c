package io.sluice.ingest;

import io.sluice.duckdb.Conversion;
import io.sluice.duckdb.TextConversion.Spelling;
import io.sluice.table.DataType;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Source files with the same columns in the same order, which one scan can read. */
interface InputGroup {
    List<InputFile> files();

    List<SourceColumn> columns();

    /** Whether the files state the types of their columns, so that nothing has to be told from values. */
    boolean statesTypes();

    /** How many files one scan may read at most. */
    int filesPerScan(int threads);

    /** SQL of a relation with the rows of some of the files; its columns are {@code c0}, {@code c1} and so on. */
    String scan(List<InputFile> files, BadRecords badRecords);

    /**
     * How the content of a column becomes a value of a type. A user error if the type of the column and the wanted one
     * have nothing in common.
     *
     * @param value the name that the value will have
     */
    Conversion conversion(int column, String value, DataType type, Origin origin);

    /** SQL of the content of a column as a text that shows how a number is written. */
    String number(int column);

    /** The names of all columns of a scan, with commas between them. */
    default String allColumns() {
        return IntStream.range(0, columns().size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    }

    /** What a scan does with records that do not have the right form. */
    enum BadRecords {
        FAIL,
        /** They are left out. */
        SKIP,
        /** They are left out and kept in {@link Diagnosis#REJECTS}. */
        KEEP
    }

    /** Who has said what the type of a column is. */
    enum Origin {
        /** The user or the table: everything that has a value of the type is taken, {@code 007} is a number. */
        DECLARED,
        /** The first values of the column: later ones must look alike, {@code 007} is no number. */
        INFERRED;

        /** Which texts are taken for values of the column. */
        Spelling spelling() {
            return this == INFERRED ? Spelling.CANONICAL : Spelling.ANY;
        }
    }
}
