package io.sluice.format.delta;

import io.sluice.error.SluiceException;
import io.sluice.format.delta.Action.DomainMetadata;
import io.sluice.format.delta.Action.Metadata;
import io.sluice.format.delta.Action.Protocol;
import io.sluice.format.delta.Action.Remove;
import io.sluice.format.delta.Action.Txn;
import io.sluice.table.TableVersion;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Applies commits, oldest first, and yields states. Source: Delta protocol, "Action Reconciliation". Not safe for use
 * by several threads; the states are.
 *
 * <p>A replay can go on after it has yielded a state. States share what they have in common, so that a state that
 * follows another costs what the commits in between say, and a bit for each file.
 */
final class Replay {
    /** So many files are worth the work of counting them. */
    private static final int MANY = 10_000;

    private FileTable files = new FileTable();
    private BitSet live = new BitSet();
    private int liveCount;
    private long liveBytes;
    private long textBytes;
    private Protocol protocol;
    private Metadata metadata;
    private Map<String, Txn> txns = new LinkedHashMap<>();
    private Map<String, DomainMetadata> domains = new LinkedHashMap<>();
    private Map<FileKey, Remove> tombstones = new LinkedHashMap<>();

    /** Begins with a checkpoint, whose files are known to be different ones. */
    void begin(List<ScannedLog> parts) {
        files.expect(parts.stream().mapToInt(part -> part.files().size()).sum());
        for (ScannedLog part : parts) {
            textBytes += part.textBytes();
            part.others().forEach(this::applyOther);
            part.files().forEach(this::append);
        }
    }

    /**
     * Applies one commit. The order of actions within it does not matter; a file that it removes and adds again, with
     * the same key, is there afterwards.
     */
    void apply(ScannedLog commit) {
        textBytes += commit.files().isEmpty() ? 0 : commit.textBytes();
        commit.others().forEach(this::applyOther);
        for (LoggedFile file : commit.files()) {
            retire(files.find(file.path(), file.deletions()));
            if (!tombstones.isEmpty()) {
                tombstones.remove(new FileKey(file.path(), file.deletions()));
            }
            append(file);
        }
    }

    /** A bug if no table is described yet. */
    void requireSchema() {
        if (protocol == null || metadata == null) {
            throw SluiceException.bug("there is no protocol or no metaData in it");
        }
    }

    /** What has been applied, as the state of that version. */
    TableState state(TableVersion version) {
        requireSchema();
        TableState state = new TableState(
                version,
                protocol,
                metadata,
                new LiveFiles(files.rows(), live, liveCount, liveBytes),
                txns,
                domains,
                tombstones);
        // From here on the state owns them.
        live = (BitSet) live.clone();
        txns = new LinkedHashMap<>(txns);
        domains = new LinkedHashMap<>(domains);
        tombstones = new LinkedHashMap<>(tombstones);
        return state;
    }

    /** Whether files that are gone still hold more memory than the others. */
    boolean isMostlyDead() {
        return files.count() > MANY && files.count() > 2L * liveCount;
    }

    /** Frees what only files that are gone hold. States that were yielded before keep it as long as they live. */
    void compact() {
        FileTable compacted = new FileTable();
        compacted.expect(liveCount);
        textBytes = 0;
        FileRows rows = files.rows();
        for (int row = live.nextSetBit(0); row >= 0; row = live.nextSetBit(row + 1)) {
            byte[] text = Arrays.copyOfRange(rows.content(row), rows.start(row), rows.end(row));
            compacted.append(FileScan.of(text, 0, text.length));
            textBytes += text.length;
        }
        files = compacted;
        live = new BitSet();
        live.set(0, liveCount);
    }

    /** An estimate of the memory that is held. */
    long heldBytes() {
        return textBytes + files.heldBytes() + 400L * (tombstones.size() + txns.size());
    }

    private void append(LoggedFile file) {
        live.set(files.append(file));
        liveCount++;
        liveBytes += file.sizeBytes();
    }

    /** @param row -1 for none */
    private void retire(int row) {
        if (row >= 0 && live.get(row)) {
            live.clear(row);
            liveCount--;
            liveBytes -= files.rows().sizeBytes(row);
        }
    }

    private void applyOther(Action action) {
        if (action instanceof Remove remove) {
            FileKey key = FileKey.of(remove);
            retire(files.find(key.path(), key.deletions()));
            tombstones.put(key, remove.tombstone());
        } else if (action instanceof Txn txn) {
            txns.put(txn.applicationId(), txn);
        } else if (action instanceof Protocol changed) {
            protocol = changed;
        } else if (action instanceof Metadata changed) {
            metadata = changed;
        } else if (action instanceof DomainMetadata domain) {
            if (domain.removed()) {
                domains.remove(domain.domain());
            } else {
                domains.put(domain.domain(), domain);
            }
        }
    }
}
