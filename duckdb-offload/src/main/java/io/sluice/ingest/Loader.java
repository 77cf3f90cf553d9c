package io.sluice.ingest;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.WrittenFile;
import io.sluice.error.SluiceException;
import io.sluice.table.DataType;
import io.sluice.table.TableMetadata;
import io.sluice.write.RowRules;
import io.sluice.write.StoredRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes the rows of all files as Parquet. It is optimistic: one pass that trusts the types. If a value does not fit,
 * numbers are measured in a second pass and get a type that fits; what still fails is bad input, and is found by
 * {@link Diagnosis}.
 */
final class Loader {
    private static final int SHOWN_ROWS = 10;

    private final DuckDbSession session;
    private final List<InputGroup> groups;
    private final IngestRequest request;
    private final ProgressListener listener;

    Loader(DuckDbSession session, List<InputGroup> groups, IngestRequest request, ProgressListener listener) {
        this.session = session;
        this.groups = groups;
        this.request = request;
        this.listener = listener;
    }

    /** Data files that no commit names yet, the columns they were made for, and what was left out. */
    record Loaded(SchemaPlan schema, List<WrittenFile> files, List<RejectedRow> rejects) {
        long rows() {
            return files.stream().mapToLong(WrittenFile::rowCount).sum();
        }

        long bytes() {
            return files.stream().mapToLong(WrittenFile::sizeBytes).sum();
        }
    }

    /**
     * A user error names the first bad rows, if bad rows are not to be left out; no file is left then.
     *
     * @param planned the table as it is going to be, by its columns
     */
    Loaded load(SchemaPlan schema, Path folder, Function<SchemaPlan, TableMetadata> planned) {
        Target target = new Target(folder, planned);
        try {
            return exact(schema, target);
        } catch (SluiceException failure) {
            requireBadInput(failure);
            requireRules(schema, target, failure);
            Optional<SchemaPlan> wider = wider(schema);
            return wider.isPresent() ? again(wider.get(), target) : withBadRows(schema, target, failure);
        }
    }

    private record Target(Path folder, Function<SchemaPlan, TableMetadata> planned) {}

    /** Rows that break a rule of the table are never left out: they are not badly written, but unwanted. */
    private void requireRules(SchemaPlan schema, Target target, SluiceException failure) {
        if (StoredRows.isBadRow(failure)) {
            RowRules rules = RowRules.of(target.planned().apply(schema));
            try {
                rules.diagnose(session, "(" + plan(schema).goodOnly() + ")");
            } catch (SluiceException found) {
                throw SluiceException.user("nothing was committed: " + found.getMessage(), failure);
            }
        }
    }

    private void requireBadInput(SluiceException failure) {
        session.requireNotCancelled();
        if (failure.kind() != SluiceException.Kind.USER) {
            throw failure;
        }
    }

    private Loaded exact(SchemaPlan schema, Target target) {
        return new Loaded(schema, copy(schema, plan(schema).exact(), target), List.of());
    }

    private Loaded again(SchemaPlan schema, Target target) {
        try {
            return exact(schema, target);
        } catch (SluiceException failure) {
            requireBadInput(failure);
            requireRules(schema, target, failure);
            return withBadRows(schema, target, failure);
        }
    }

    private LoadPlan plan(SchemaPlan schema) {
        return new LoadPlan(schema, groups, session.threads());
    }

    private List<WrittenFile> copy(SchemaPlan schema, String select, Target target) {
        List<InputFile> files =
                groups.stream().flatMap(group -> group.files().stream()).toList();
        try (ProgressWatch watch = new ProgressWatch(session, files, listener)) {
            watch.begin();
            return StoredRows.checked(target.planned().apply(schema)).copy(session, select, target.folder());
        }
    }

    private Loaded withBadRows(SchemaPlan schema, Target target, SluiceException failure) {
        Diagnosis diagnosis = new Diagnosis(session, plan(schema));
        if (request.badRows().onError() == OnError.FAIL) {
            throw failed(diagnosis.first(SHOWN_ROWS), schema, failure);
        }
        List<RejectedRow> rejects = new ArrayList<>();
        for (InputGroup group : groups) {
            group.files().forEach(file -> rejects.addAll(diagnosis.rejects(group, file)));
        }
        if (rejects.isEmpty()) {
            throw failure;
        }
        return new Loaded(schema, withoutBadRows(schema, target), rejects);
    }

    private List<WrittenFile> withoutBadRows(SchemaPlan schema, Target target) {
        try {
            return copy(schema, plan(schema).goodOnly(), target);
        } catch (SluiceException failure) {
            requireBadInput(failure);
            requireRules(schema, target, failure);
            throw failure;
        }
    }

    private static SluiceException failed(List<RejectedRow> rows, SchemaPlan schema, SluiceException failure) {
        if (rows.isEmpty()) {
            return SluiceException.user("nothing was committed: " + failure.getMessage(), failure);
        }
        StringBuilder message = new StringBuilder(
                rows.size() < SHOWN_ROWS
                        ? "nothing was committed, because of bad rows:"
                        : "nothing was committed, because of bad rows, of which these are the first:");
        rows.forEach(row -> message.append("\n  ").append(row.text()));
        String typed = rows.stream()
                .flatMap(row -> row.column().stream())
                .findFirst()
                .filter(column -> schema.before().isEmpty())
                .map(column -> ", read the column as text with --types " + column + "=string")
                .orElse("");
        message.append("\nMend the file")
                .append(typed)
                .append(", or commit the good rows only with --on-error reject.");
        return SluiceException.user(message.toString(), failure);
    }

    /** Measures columns of numbers over all rows; empty if no column gets another type by that. */
    private Optional<SchemaPlan> wider(SchemaPlan schema) {
        SchemaPlan changed = schema;
        for (int i = 0; i < schema.columns().size(); i++) {
            TargetColumn column = schema.columns().get(i);
            Optional<DataType> type = mayChange(schema, column) ? measured(column) : Optional.empty();
            if (type.isPresent() && !type.get().equals(column.field().type())) {
                changed = changed.withType(i, type.get());
            }
        }
        return changed.equals(schema) ? Optional.empty() : Optional.of(changed);
    }

    private boolean mayChange(SchemaPlan schema, TargetColumn column) {
        if (groups.stream().anyMatch(InputGroup::statesTypes)) {
            return false;
        }
        boolean merged = schema.before().isPresent() && request.table().schemaMode() == SchemaMode.MERGE;
        return InferredTypes.isExactNumber(column.field().type())
                && (column.origin() == InputGroup.Origin.INFERRED || merged);
    }

    private Optional<DataType> measured(TargetColumn column) {
        Optional<NumberProfile> all = Optional.empty();
        for (InputGroup group : groups) {
            Optional<Integer> position = SchemaPlan.sourcePosition(group, column);
            if (position.isPresent()) {
                NumberProfile profile = profile(group, position.get());
                all = Optional.of(all.map(profile::and).orElse(profile));
            }
        }
        Optional<NumberProfile> counted =
                request.badRows().onError() == OnError.REJECT ? all.map(NumberProfile::numbersOnly) : all;
        return column.origin() == InputGroup.Origin.INFERRED
                ? counted.flatMap(NumberProfile::type)
                : counted.flatMap(
                        profile -> InferredTypes.widened(column.field().type(), profile));
    }

    private NumberProfile profile(InputGroup group, int position) {
        List<String> scans = new ArrayList<>();
        int step = group.filesPerScan(session.threads());
        for (int from = 0; from < group.files().size(); from += step) {
            List<InputFile> some =
                    group.files().subList(from, Math.min(group.files().size(), from + step));
            scans.add("SELECT c%d FROM %s".formatted(position, group.scan(some, InputGroup.BadRecords.SKIP)));
        }
        Map<Integer, NumberProfile> profiles = InferredTypes.profiles(
                session, group, List.of(position), "(" + String.join(" UNION ALL ", scans) + ")");
        return profiles.get(position);
    }
}
