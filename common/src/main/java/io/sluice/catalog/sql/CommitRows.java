package io.sluice.catalog.sql;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.RatifiedCommit;
import io.sluice.catalog.TableTip;
import io.sluice.commit.AttemptId;
import io.sluice.commit.CommitContent;
import io.sluice.commit.CommitContent.Inline;
import io.sluice.commit.CommitContent.Staged;
import io.sluice.commit.CommitSummary;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification;
import io.sluice.commit.Ratification.Forgotten;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.Ratification.SourcesTaken;
import io.sluice.commit.Ratification.Superseded;
import io.sluice.commit.Ratification.TableGone;
import io.sluice.commit.SourceFile;
import io.sluice.error.SluiceException;
import io.sluice.table.TableId;
import io.sluice.table.TableVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * The table {@code commits} and what a commit moves in {@code tables}. Whoever ratifies holds the lock of the table's
 * row, so what it reads there stays true until its transaction ends; a transaction may ratify for several tables.
 */
final class CommitRows {
    static final long NOTHING_PUBLISHED = -1;
    /** Old commits go in batches: one deletion in so many commits. */
    private static final long PRUNE_EVERY = 100;

    private CommitRows() {}

    /** The row of a table as it is locked. */
    record Position(TableVersion last, long committedMillis, long published) {}

    static Ratification create(Session session, CatalogTable table, Proposal first) throws SQLException {
        if (!first.version().equals(TableVersion.FIRST)) {
            throw SluiceException.bug("a table begins with version 0, not " + first.version());
        }
        NamespaceRows.ensure(session, table.name().namespace());
        Optional<Position> known = lock(session, table.id());
        if (known.isPresent()) {
            return repeated(session, table.id(), first, known.get().last());
        }
        Optional<CatalogTable> namesake = TableRows.find(session, table.name());
        if (namesake.isPresent()) {
            return lock(session, namesake.get().id())
                    .<Ratification>map(position -> new Superseded(position.last()))
                    .orElseGet(TableGone::new);
        }
        return insert(session, table, first);
    }

    /** Adds a table whose name is free, with its first version. */
    static Ratified insert(Session session, CatalogTable table, Proposal first) throws SQLException {
        TableRows.insert(session, table, first);
        List<Update> updates = new ArrayList<>(List.of(insertion(table.id(), first)));
        updates.addAll(SourceRows.insertions(table.id(), first.version(), first.sources()));
        session.updateAll(updates);
        return new Ratified(first.version());
    }

    static Ratification ratify(Session session, TableId table, Proposal proposal, Optional<TableVersion> published)
            throws SQLException {
        Optional<Position> position = lock(session, table);
        Optional<Ratification> decided = standing(session, table, proposal, position);
        return decided.isPresent() ? decided.get() : append(session, table, proposal, position.get(), published);
    }

    /** What is decided already about a proposal; empty if its version is the next one of the table. */
    static Optional<Ratification> standing(
            Session session, TableId table, Proposal proposal, Optional<Position> position) throws SQLException {
        if (position.isEmpty()) {
            return Optional.of(new TableGone());
        }
        TableVersion last = position.get().last();
        if (!proposal.version().isAfter(last)) {
            return Optional.of(repeated(session, table, proposal, last));
        }
        return proposal.version().isAfter(last.next()) ? Optional.of(new Superseded(last)) : Optional.empty();
    }

    /**
     * Makes a proposal the next version of its table, or undoes the whole transaction if its sources are in already.
     */
    static Ratification append(
            Session session, TableId table, Proposal proposal, Position before, Optional<TableVersion> published)
            throws SQLException {
        requireLater(proposal, before);
        List<SourceFile> taken = write(session, table, proposal, before, publishedAfter(before, published));
        if (!taken.isEmpty()) {
            session.undo();
            return new SourcesTaken(taken);
        }
        return new Ratified(proposal.version());
    }

    /** What became of a proposal for a version that is decided. */
    private static Ratification repeated(Session session, TableId table, Proposal proposal, TableVersion last)
            throws SQLException {
        return session.first(
                        "SELECT attempt FROM commits WHERE table_id = ? AND version = ?",
                        row -> AttemptId.parse(row.getString(1)),
                        table.toString(),
                        proposal.version().number())
                .map(winner ->
                        winner.equals(proposal.attempt()) ? new Ratified(proposal.version()) : new Superseded(last))
                .orElseGet(() -> new Forgotten(proposal.version()));
    }

    static void markPublished(Session session, TableId table, TableVersion published) throws SQLException {
        Optional<Position> position = lock(session, table);
        if (position.isPresent()) {
            long after = publishedAfter(position.get(), Optional.of(published));
            if (after > position.get().published()) {
                session.updateAll(List.of(
                        Update.of("UPDATE tables SET published_version = ? WHERE id = ?", after, table.toString()),
                        forgetting(table, position.get().published(), after)));
            }
        }
    }

    static Optional<Position> lock(Session session, TableId table) throws SQLException {
        return lock(session, table, session.dialect().forUpdate());
    }

    /** The row of a table that others may look at and nobody may change until the transaction ends. */
    static Optional<Position> share(Session session, TableId table) throws SQLException {
        return lock(session, table, session.dialect().forShare());
    }

    private static Optional<Position> lock(Session session, TableId table, String lock) throws SQLException {
        return session.first(
                "SELECT last_version, last_committed_ms, published_version FROM tables WHERE id = ?" + lock,
                row -> new Position(new TableVersion(row.getLong(1)), row.getLong(2), row.getLong(3)),
                table.toString());
    }

    /** What is not ratified is not published either, whatever the caller believes. */
    private static long publishedAfter(Position position, Optional<TableVersion> told) {
        long claimed = told.map(TableVersion::number).orElse(NOTHING_PUBLISHED);
        return Math.max(position.published(), Math.min(claimed, position.last().number()));
    }

    private static void requireLater(Proposal proposal, Position position) {
        long committed = proposal.summary().committedAt().toEpochMilli();
        if (committed <= position.committedMillis()) {
            throw SluiceException.bug("version %s is dated %s, which is not after the version before it, %s"
                    .formatted(
                            proposal.version(),
                            proposal.summary().committedAt(),
                            Instant.ofEpochMilli(position.committedMillis())));
        }
    }

    private static Update insertion(TableId table, Proposal proposal) {
        CommitContent content = proposal.content();
        Optional<Staged> staged = content instanceof Staged file ? Optional.of(file) : Optional.empty();
        return Update.of(
                "INSERT INTO commits (table_id, version, attempt, committed_ms, summary, content, staged_name,"
                        + " staged_bytes, staged_modified_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                table.toString(),
                proposal.version().number(),
                proposal.attempt().toString(),
                proposal.summary().committedAt().toEpochMilli(),
                Json.ofSummary(proposal.summary()),
                content instanceof Inline inline ? inline.bytes() : null,
                staged.map(Staged::fileName).orElse(null),
                staged.map(Staged::sizeBytes).orElse(null),
                staged.map(Staged::modifiedMillis).orElse(null));
    }

    /** Writes a commit; tells which of its sources were in the table already. */
    private static List<SourceFile> write(
            Session session, TableId table, Proposal proposal, Position before, long published) throws SQLException {
        long version = proposal.version().number();
        List<Update> updates = new ArrayList<>();
        updates.add(Update.of(
                "UPDATE tables SET head = COALESCE(?, head), last_version = ?, last_committed_ms = ?,"
                        + " published_version = ? WHERE id = ? AND last_version = ?",
                proposal.head().orElse(null),
                version,
                proposal.summary().committedAt().toEpochMilli(),
                published,
                table.toString(),
                before.last().number()));
        updates.add(insertion(table, proposal));
        if (published > before.published()) {
            updates.add(forgetting(table, before.published(), published));
        }
        if (version % PRUNE_EVERY == 0) {
            updates.add(Update.of(
                    "DELETE FROM commits WHERE table_id = ? AND version <= ?",
                    table.toString(),
                    Math.min(published, version - Catalog.REMEMBERED_COMMITS)));
        }
        List<SourceFile> sources = List.copyOf(new LinkedHashSet<>(proposal.sources()));
        updates.addAll(SourceRows.insertions(table, proposal.version(), sources));
        List<Integer> changed = session.updateAll(updates);
        if (changed.get(0) != 1) {
            throw SluiceException.bug("version %s of table %s was decided by two at once".formatted(version, table));
        }
        List<Integer> added = changed.subList(changed.size() - sources.size(), changed.size());
        List<SourceFile> taken = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            if (added.get(i) == 0) {
                taken.add(sources.get(i));
            }
        }
        return taken;
    }

    /** Drops the content of commits that have just become published. */
    private static Update forgetting(TableId table, long before, long published) {
        return Update.of(
                "UPDATE commits SET content = NULL, staged_name = NULL, staged_bytes = NULL, staged_modified_ms = NULL"
                        + " WHERE table_id = ? AND version > ? AND version <= ?",
                table.toString(),
                before,
                published);
    }

    /** The row of the last commit is always there, and carries what the table itself knows. */
    static Optional<TableTip> tip(Session session, TableId table, TableVersion base) throws SQLException {
        List<TipRow> rows = session.query(
                "SELECT c.version, c.attempt, c.committed_ms, c.summary, c.content, c.staged_name, c.staged_bytes,"
                        + " c.staged_modified_ms, CASE WHEN c.version = t.last_version THEN t.head END,"
                        + " t.published_version FROM tables t JOIN commits c ON c.table_id = t.id AND c.version > "
                        + session.dialect().least()
                        + "(t.published_version, ?, t.last_version - 1) WHERE t.id = ? ORDER BY c.version",
                CommitRows::tipRow,
                base.number(),
                table.toString());
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        TipRow last = rows.get(rows.size() - 1);
        List<RatifiedCommit> recent = new ArrayList<>();
        for (TipRow row : rows) {
            TableVersion version = row.commit().version();
            if (version.isAfter(base) || version.number() > last.published()) {
                recent.add(row.commit());
            }
        }
        return Optional.of(
                new TableTip(last.commit().version(), last.commit().summary().committedAt(), last.head(), recent));
    }

    /** A row of the look at the tip; the head is only in that of the last commit, and else null. */
    private record TipRow(RatifiedCommit commit, String head, long published) {}

    private static TipRow tipRow(ResultSet row) throws SQLException {
        CommitSummary summary = Json.toSummary(Instant.ofEpochMilli(row.getLong(3)), row.getString(4));
        return new TipRow(
                new RatifiedCommit(
                        new TableVersion(row.getLong(1)), AttemptId.parse(row.getString(2)), summary, content(row)),
                row.getString(9),
                row.getLong(10));
    }

    private static Optional<CommitContent> content(ResultSet row) throws SQLException {
        byte[] inline = row.getBytes(5);
        if (inline != null) {
            return Optional.of(new Inline(inline));
        }
        String staged = row.getString(6);
        return staged == null ? Optional.empty() : Optional.of(new Staged(staged, row.getLong(7), row.getLong(8)));
    }
}
