package io.sluice.cli;

import io.sluice.commit.CommitOutcome;
import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.commit.CommitOutcome.Rejected;
import io.sluice.commit.CommitOutcome.Unknown;
import io.sluice.ingest.IngestReport;
import io.sluice.ingest.IngestReport.Counts;
import io.sluice.table.TableVersion;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tells how an ingest ended. */
final class IngestResult {
    private final IngestReport report;

    private IngestResult(IngestReport report) {
        this.report = report;
    }

    static ExitCode print(IngestReport report, Console console) {
        IngestResult result = new IngestResult(report);
        report.notes().forEach(note -> console.say("note: " + note));
        Optional<String> failure = result.failure();
        if (console.json()) {
            Json.print(result.machine(failure), console.out());
        } else if (failure.isEmpty()) {
            result.success(console);
        }
        failure.ifPresent(message -> console.terminal().err().println("sluice: " + message));
        return result.exitCode();
    }

    private ExitCode exitCode() {
        CommitOutcome outcome = report.outcome().orElse(null);
        if (outcome instanceof Rejected) {
            return ExitCode.REJECTED;
        }
        return outcome instanceof Unknown ? ExitCode.UNKNOWN : ExitCode.DONE;
    }

    private Optional<String> failure() {
        CommitOutcome outcome = report.outcome().orElse(null);
        if (outcome instanceof Rejected rejected) {
            String winner = rejected.winner().map(by -> ", by " + by).orElse("");
            return Optional.of("rejected, nothing is committed: %s%s"
                    .formatted(rejected.reason().text(), winner));
        }
        if (outcome instanceof Unknown unknown) {
            return Optional.of(
                    ("the catalog did not answer (%s): the rows may or may not be in %s as version %s. Run the same command"
                                    + " again: what is in already is skipped.")
                            .formatted(unknown.cause().getMessage(), report.table(), unknown.version()));
        }
        return Optional.empty();
    }

    private void success(Console console) {
        Counts counts = report.counts();
        if (report.version().isEmpty()) {
            console.out().printf("%s: nothing to do, %s%n", report.table(), nothing());
            return;
        }
        console.out()
                .printf(
                        "%s: %s version %s with %s from %s (%s) in %s%n",
                        report.table(),
                        report.created() ? "created," : "committed",
                        report.version().orElseThrow(),
                        Amounts.count(counts.rows(), "row"),
                        Amounts.count(counts.filesIngested(), "file"),
                        Amounts.bytes(counts.bytesRead()),
                        Amounts.time(report.elapsed()));
        if (!report.skipped().isEmpty()) {
            console.out()
                    .printf(
                            "%s skipped: in the table already%n",
                            Amounts.count(report.skipped().size(), "file"));
        }
        report.rejects()
                .ifPresent(file -> console.out()
                        .printf("%s rejected, see %s%n", Amounts.count(counts.rowsRejected(), "row"), file));
    }

    private String nothing() {
        int skipped = report.skipped().size();
        if (skipped == 0) {
            return "there are no files";
        }
        return skipped == 1
                ? "the file is in the table already"
                : "all %,d files are in the table already".formatted(skipped);
    }

    private Map<String, Object> machine(Optional<String> failure) {
        Counts counts = report.counts();
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("table", report.table().toString());
        machine.put("outcome", outcome());
        machine.put("version", report.version().map(TableVersion::number));
        machine.put("created", report.created());
        machine.put("rows", counts.rows());
        machine.put("rowsRejected", counts.rowsRejected());
        machine.put("rejects", report.rejects().map(Path::toString));
        machine.put("filesIngested", counts.filesIngested());
        machine.put(
                "filesSkipped", report.skipped().stream().map(Path::toString).toList());
        machine.put("filesIgnored", counts.filesIgnored());
        machine.put("bytesRead", counts.bytesRead());
        machine.put("filesWritten", counts.filesWritten());
        machine.put("bytesWritten", counts.bytesWritten());
        machine.put("attempts", report.attempts());
        machine.put("elapsedMillis", report.elapsed().toMillis());
        machine.put("notes", report.notes());
        failure.ifPresent(message -> machine.put("error", Map.of("kind", outcome(), "message", message)));
        return machine;
    }

    private String outcome() {
        CommitOutcome outcome = report.outcome().orElse(null);
        if (outcome instanceof Committed) {
            return "committed";
        }
        if (outcome instanceof Rejected) {
            return "rejected";
        }
        return outcome == null ? "nothing" : "unknown";
    }
}
