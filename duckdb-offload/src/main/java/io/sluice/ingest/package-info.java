/**
 * What {@code sluice ingest} does: files become rows of a table, each file once, every value as it was written, in one
 * commit. The work goes one way: sources are found ({@code Sources}), looked at and grouped by their columns
 * ({@code CsvInspection} and its like), matched with the table's columns ({@code SchemaPlan}), written as Parquet by
 * the engine in one statement ({@code LoadPlan}), and committed ({@code Ingest}). Only when that statement fails is the
 * time spent to find out which rows are to blame ({@code Diagnosis}).
 */
package io.sluice.ingest;
