package io.sluice.ingest;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.CommitOutcome;
import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.commit.CommitOutcome.Rejected;
import io.sluice.commit.CommitOutcome.Unknown;
import io.sluice.commit.RejectionReason;
import io.sluice.commit.SourceFile;
import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.error.SluiceException;
import io.sluice.format.FormatTable;
import io.sluice.format.FormatTable.Current;
import io.sluice.ingest.IngestReport.Counts;
import io.sluice.ingest.Loader.Loaded;
import io.sluice.lake.Lake;
import io.sluice.table.TableMetadata;
import io.sluice.write.StagedFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One ingest: the attempts, of which each looks at the table anew, until one is decided. */
final class IngestRun {
    private static final int MAX_ATTEMPTS = 10;

    /** Reasons after which the same files may well fit the table as it is now. */
    private static final Set<RejectionReason> WORTH_ANOTHER_LOOK = EnumSet.of(
            RejectionReason.SOURCE_INGESTED, RejectionReason.SCHEMA_CHANGED, RejectionReason.PROPERTIES_CHANGED);

    private final Lake lake;
    private final IngestRequest request;
    private final ProgressListener listener;
    private final Cancellation cancellation;
    private final Instant started = Instant.now();
    private final Sources.Found found;

    private DuckDbSession session;
    private int attempts;

    IngestRun(Lake lake, IngestRequest request, ProgressListener listener, Cancellation cancellation) {
        this.lake = lake;
        this.request = request;
        this.listener = listener;
        this.cancellation = cancellation;
        this.found = Sources.find(request.sources());
    }

    /** What one attempt works with. */
    private record Work(
            Optional<FormatTable> table, Optional<Current> current, List<InputFile> files, List<Path> skipped) {}

    IngestReport run() {
        try {
            while (attempts < MAX_ATTEMPTS) {
                cancellation.check();
                Optional<IngestReport> report = attempt();
                if (report.isPresent()) {
                    return report.get();
                }
            }
            throw SluiceException.external(
                    "table %s changed during each of %d attempts: nothing was committed; try again later"
                            .formatted(request.into(), MAX_ATTEMPTS),
                    null);
        } finally {
            if (session != null) {
                session.close();
            }
        }
    }

    /** Empty if another look at the table is worth it. */
    private Optional<IngestReport> attempt() {
        Work work = look();
        if (work.files().isEmpty()) {
            return Optional.of(report(work, Optional.empty(), Counts.NONE, Optional.empty()));
        }
        attempts++;
        if (session == null) {
            session = DuckDbSession.open(request.resources(), cancellation);
        }
        List<RejectedRow> empty = emptyFiles(work.files());
        List<InputFile> filled =
                work.files().stream().filter(file -> file.sizeBytes() > 0).toList();
        List<InputGroup> groups = Inspection.inspect(session, request, filled);
        SchemaPlan schema = SchemaPlan.make(work.current().map(Current::metadata), groups, request);
        Loader loader = new Loader(session, groups, request, listener);
        return work.table().isPresent() ? append(work, loader, schema, empty) : create(work, loader, schema, empty);
    }

    private Work look() {
        Optional<FormatTable> table = lake.find(request.into());
        if (table.isEmpty() && request.table().createMode() == CreateMode.NO_CREATE) {
            throw SluiceException.user("there is no table %s in this lake: leave out --no-create to have it created"
                    .formatted(request.into()));
        }
        List<SourceFile> sources = found.files().stream().map(InputFile::source).toList();
        Set<SourceFile> known = table.map(
                        there -> lake.catalog().ingested(there.table().id(), sources))
                .orElse(Set.of());
        List<InputFile> files = new ArrayList<>();
        List<Path> skipped = new ArrayList<>();
        for (InputFile file : found.files()) {
            if (known.contains(file.source())) {
                skipped.add(file.path());
            } else {
                files.add(file);
            }
        }
        Optional<Current> current = files.isEmpty() ? Optional.empty() : table.map(FormatTable::current);
        current.ifPresent(this::requirePartitioning);
        return new Work(table, current, files, skipped);
    }

    private void requirePartitioning(Current current) {
        List<String> wanted = request.table().partitionBy();
        List<String> actual = current.metadata().partitionColumns();
        boolean same = wanted.size() == actual.size();
        for (int i = 0; same && i < wanted.size(); i++) {
            same = wanted.get(i).equalsIgnoreCase(actual.get(i));
        }
        if (!wanted.isEmpty() && !same) {
            throw SluiceException.user("table %s is partitioned by %s: --partition-by cannot change it"
                    .formatted(request.into(), actual.isEmpty() ? "nothing" : String.join(", ", actual)));
        }
    }

    private List<RejectedRow> emptyFiles(List<InputFile> files) {
        List<InputFile> empty =
                files.stream().filter(file -> file.sizeBytes() == 0).toList();
        if (!empty.isEmpty() && (request.badRows().onError() == OnError.FAIL || empty.size() == files.size())) {
            throw SluiceException.user("nothing was committed: %s is empty, it has neither a header nor rows"
                    .formatted(empty.get(0).shown()));
        }
        return empty.stream()
                .map(file -> new RejectedRow(file, Optional.empty(), Optional.empty(), "the file is empty", ""))
                .toList();
    }

    private Optional<IngestReport> create(Work work, Loader loader, SchemaPlan schema, List<RejectedRow> empty) {
        CatalogTable reserved = lake.reserve(request.into());
        Path folder = Path.of(reserved.location());
        TableMetadata planned = metadata(reserved, schema);
        StagedFiles.prepare(folder);
        Optional<CommitOutcome> outcome = Optional.empty();
        try {
            Loaded loaded = loader.load(schema, folder, wider -> planned.withSchema(wider.schema()));
            try {
                requireKnownTypes(loaded);
                Prepared prepared = prepare(work, folder, loaded, empty);
                outcome = prepared.commit().create(reserved, metadata(reserved, loaded.schema()));
                return finish(work, prepared, outcome);
            } finally {
                clean(loaded, outcome);
            }
        } finally {
            if (outcome.filter(committed -> !(committed instanceof Rejected)).isEmpty()) {
                StagedFiles.removeEmpty(folder);
            }
        }
    }

    private TableMetadata metadata(CatalogTable reserved, SchemaPlan schema) {
        TableMetadata metadata = new TableMetadata(
                reserved.id(), schema.schema(), request.table().partitionBy(), Map.of(), Optional.empty());
        if (metadata.partitionColumns().size() == schema.columns().size()) {
            throw SluiceException.user("every column is a partition column: leave at least one out of --partition-by");
        }
        return metadata;
    }

    /** Types that are told from values need values. */
    private void requireKnownTypes(Loaded loaded) {
        boolean told =
                loaded.schema().columns().stream().allMatch(column -> column.origin() == InputGroup.Origin.DECLARED);
        if (loaded.rows() == 0 && !told) {
            throw SluiceException.user(
                    loaded.rejects().isEmpty()
                            ? ("nothing was committed: %s has a header and no rows, so the types of a new table cannot be told; ingest"
                                            + " a file with rows first, or give all types with --types")
                                    .formatted(found.files().get(0).shown())
                            : "nothing was committed: every row was rejected, first %s"
                                    .formatted(loaded.rejects().get(0).text()));
        }
    }

    private Optional<IngestReport> append(Work work, Loader loader, SchemaPlan schema, List<RejectedRow> empty) {
        FormatTable table = work.table().orElseThrow();
        Path folder = Path.of(table.table().location());
        StagedFiles.prepare(folder);
        TableMetadata before = work.current().orElseThrow().metadata();
        Loaded loaded = loader.load(schema, folder, wider -> IngestCommit.planned(table, before, wider));
        Optional<CommitOutcome> outcome = Optional.empty();
        try {
            Prepared prepared = prepare(work, folder, loaded, empty);
            outcome = Optional.of(prepared.commit().append(table, work.current().orElseThrow()));
            return finish(work, prepared, outcome);
        } finally {
            clean(loaded, outcome);
        }
    }

    private record Prepared(
            IngestCommit commit, Loaded loaded, List<RejectedRow> rejects, Optional<Path> rejectsFile) {}

    private Prepared prepare(Work work, Path folder, Loaded loaded, List<RejectedRow> empty) {
        cancellation.check();
        StagedFiles.sync(folder, loaded.files());
        work.files().forEach(InputFile::requireUnchanged);
        cancellation.check();
        List<RejectedRow> rejects = new ArrayList<>(empty);
        rejects.addAll(loaded.rejects());
        Instant now = Instant.now();
        Optional<Path> rejectsFile = Optional.empty();
        if (!rejects.isEmpty()) {
            rejectsFile = Optional.of(request.badRows()
                    .rejectsFile()
                    .orElseGet(() -> RejectsFile.place(lake.warehouse(), request.into(), now)));
            RejectsFile.write(rejectsFile.get(), rejects);
        }
        List<SourceFile> sources = work.files().stream().map(InputFile::source).toList();
        IngestCommit commit = new IngestCommit(lake, folder, loaded, sources, now.toEpochMilli());
        return new Prepared(commit, loaded, rejects, rejectsFile);
    }

    private Optional<IngestReport> finish(Work work, Prepared prepared, Optional<CommitOutcome> outcome) {
        boolean stands = outcome.isPresent() && !(outcome.get() instanceof Rejected);
        if (!stands) {
            prepared.rejectsFile().ifPresent(RejectsFile::remove);
        }
        boolean lookAgain = outcome.isEmpty()
                || (outcome.get() instanceof Rejected rejected && WORTH_ANOTHER_LOOK.contains(rejected.reason()));
        if (lookAgain) {
            return Optional.empty();
        }
        Loaded loaded = prepared.loaded();
        Counts counts = outcome.get() instanceof Committed
                ? new Counts(
                        work.files().size(),
                        found.ignored(),
                        loaded.rows(),
                        prepared.rejects().size(),
                        work.files().stream().mapToLong(InputFile::sizeBytes).sum(),
                        loaded.files().size(),
                        loaded.bytes())
                : Counts.NONE;
        return Optional.of(report(work, outcome, counts, stands ? prepared.rejectsFile() : Optional.empty()));
    }

    /** Files stay if the commit has them, or may have them. */
    private static void clean(Loaded loaded, Optional<CommitOutcome> outcome) {
        boolean kept = outcome.filter(ended -> ended instanceof Committed || ended instanceof Unknown)
                .isPresent();
        if (!kept) {
            StagedFiles.remove(loaded.files());
        }
    }

    private IngestReport report(Work work, Optional<CommitOutcome> outcome, Counts counts, Optional<Path> rejects) {
        return new IngestReport(
                request.into(),
                outcome,
                work.table().isEmpty()
                        && outcome.filter(Committed.class::isInstance).isPresent(),
                counts,
                work.skipped(),
                rejects,
                attempts,
                Duration.between(started, Instant.now()),
                List.of());
    }
}
