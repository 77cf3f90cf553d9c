package io.sluice.ingest;

import io.sluice.table.DataType;
import java.util.List;

/** Source files with the same columns in the same order, which one scan can read. */
interface InputGroup {
    List<InputFile> files();

    List<SourceColumn> columns();

    /** How many files one scan may read at most. */
    int filesPerScan(int threads);

    /** SQL of a relation with the rows of some of the files; its columns are {@code c0}, {@code c1} and so on. */
    String scan(List<InputFile> files, BadRecords badRecords);

    /** SQL of the value of a column in a type; null if the column is null or its content is no value of the type. */
    String value(int column, DataType type, Origin origin);

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
