package io.sluice.ingest;

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
     * SQL of the value of a column in a type; null if the column is null or its content is no value of the type. A user
     * error if the type of the column and the wanted one have nothing in common.
     */
    String value(int column, DataType type, Origin origin);

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
        INFERRED
    }
}
