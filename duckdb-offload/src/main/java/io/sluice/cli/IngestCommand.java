package io.sluice.cli;

import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.ingest.BadRows;
import io.sluice.ingest.ColumnOverrides;
import io.sluice.ingest.CreateMode;
import io.sluice.ingest.Ingest;
import io.sluice.ingest.IngestReport;
import io.sluice.ingest.IngestRequest;
import io.sluice.ingest.OnError;
import io.sluice.ingest.SchemaMode;
import io.sluice.ingest.TableRules;
import io.sluice.lake.Lake;
import io.sluice.table.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Brings files into a table. */
@Command(
        name = "ingest",
        sortOptions = false,
        description = {
            "Brings files into a table, in one commit, each file exactly once.",
            "A file that is in the table already is skipped; the table is made if it is missing."
        },
        footer = {
            "",
            "Examples:",
            "  sluice ingest orders/*.csv --into sales.orders",
            "  sluice ingest orders/ --into sales.orders --partition-by day --types 'amount=decimal(10,2)'"
        })
final class IngestCommand implements Callable<Integer> {
    @ParentCommand
    private Sluice sluice;

    @Parameters(
            arity = "1..*",
            paramLabel = "SOURCE",
            description = "Files, folders and globs: CSV, JSON lines, Parquet; .gz and .zst.")
    private List<String> sources;

    @Option(names = "--into", required = true, paramLabel = "NS.TABLE", description = "The table.")
    private String into;

    @Option(
            names = "--partition-by",
            split = ",",
            paramLabel = "COLUMN",
            description = "Partition columns of a table that is made, with commas between them.")
    private List<String> partitionBy = List.of();

    @Option(
            names = "--schema-mode",
            paramLabel = "MODE",
            defaultValue = "strict",
            description = "strict: files have the table's columns. merge: new columns are added, types are widened."
                    + " Default: ${DEFAULT-VALUE}.")
    private SchemaMode schemaMode;

    @Option(names = "--no-create", description = "Fail if the table is not there.")
    private boolean noCreate;

    @Option(
            names = "--columns",
            split = ",",
            paramLabel = "NAME",
            description = "Column names by position, instead of those in the files.")
    private List<String> columns = List.of();

    @Option(
            names = "--types",
            paramLabel = "NAME=TYPE",
            description = "Column types of a table that is made: 'amount=decimal(10,2),day=date'.")
    private List<String> types = List.of();

    @Option(
            names = "--on-error",
            paramLabel = "MODE",
            defaultValue = "fail",
            description = "fail: a bad row stops the ingest, nothing is committed. reject: good rows are committed, bad"
                    + " ones are written to a file. Default: ${DEFAULT-VALUE}.")
    private OnError onError;

    @Option(
            names = "--rejects",
            paramLabel = "FILE",
            description = "Where rejected rows go. Default: _rejects/NS.TABLE/ in the lake.")
    private Path rejects;

    @Mixin
    private CsvArguments csv;

    @Mixin
    private ResourceArguments resources;

    @Override
    public Integer call() {
        DuckDbSession.preload();
        Console console = sluice.console();
        IngestRequest request = request();
        Cancellation cancellation = new Cancellation();
        IngestReport report;
        try (Lake lake = sluice.open();
                ProgressDisplay progress = ProgressDisplay.on(console)) {
            report = sluice.interrupt()
                    .guard(cancellation::cancel, () -> Ingest.run(lake, request, progress, cancellation));
        }
        return IngestResult.print(report, console).number();
    }

    private IngestRequest request() {
        CreateMode createMode = noCreate ? CreateMode.NO_CREATE : CreateMode.CREATE_IF_MISSING;
        return IngestRequest.of(sources, TableName.parse(into))
                .withTable(new TableRules(createMode, schemaMode, partitionBy))
                .withColumns(new ColumnOverrides(columns, ColumnTypes.parse(types)))
                .withCsv(csv.options())
                .withBadRows(new BadRows(onError, Optional.ofNullable(rejects)))
                .withResources(resources.settings());
    }
}
