package io.sluice.catalog.sql;

import io.sluice.commit.SourceFile;
import io.sluice.table.TableId;
import io.sluice.table.TableVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The table {@code sources}. The key of a source is the first half of a SHA-256 of its identity: 128 bits that nobody
 * can aim at, so that two sources never share one.
 */
final class SourceRows {
    private static final int HASH_BYTES = 16;
    /** Few sizes, so that few statements are ever prepared. */
    private static final int[] CHUNK_SIZES = {1, 16, 500};

    private SourceRows() {}

    /** Those of the sources that are in the table, in the order asked. */
    static Set<SourceFile> ingested(Session session, TableId table, Collection<SourceFile> sources)
            throws SQLException {
        Map<ByteBuffer, SourceFile> asked = new LinkedHashMap<>();
        sources.forEach(source -> asked.put(ByteBuffer.wrap(hash(source)), source));
        List<ByteBuffer> hashes = List.copyOf(asked.keySet());
        Set<ByteBuffer> known = new HashSet<>();
        for (int from = 0; from < hashes.size(); ) {
            int size = chunkSize(hashes.size() - from);
            int to = Math.min(from + size, hashes.size());
            known.addAll(lookUp(session, table, hashes.subList(from, to), size));
            from = to;
        }
        asked.keySet().retainAll(known);
        return new LinkedHashSet<>(asked.values());
    }

    private static List<ByteBuffer> lookUp(Session session, TableId table, List<ByteBuffer> hashes, int size)
            throws SQLException {
        Object[] parameters = new Object[size + 1];
        // The last one is repeated where a chunk is not full.
        Arrays.fill(parameters, hashes.get(hashes.size() - 1).array());
        parameters[0] = table.toString();
        for (int i = 0; i < hashes.size(); i++) {
            parameters[i + 1] = hashes.get(i).array();
        }
        return session.query(
                "SELECT hash FROM sources WHERE table_id = ? AND hash IN ("
                        + String.join(",", Collections.nCopies(size, "?")) + ")",
                row -> ByteBuffer.wrap(row.getBytes(1)),
                parameters);
    }

    private static int chunkSize(int left) {
        return Arrays.stream(CHUNK_SIZES)
                .filter(size -> size >= left)
                .findFirst()
                .orElse(CHUNK_SIZES[CHUNK_SIZES.length - 1]);
    }

    /** What adds sources, one each: it changes one row if the source is new, and none if it is in the table already. */
    static List<Update> insertions(TableId table, TableVersion version, Collection<SourceFile> sources) {
        return sources.stream()
                .map(source -> Update.of(
                        "INSERT INTO sources (table_id, hash, location, fingerprint, version) VALUES (?, ?, ?, ?, ?)"
                                + " ON CONFLICT DO NOTHING",
                        table.toString(),
                        hash(source),
                        source.location(),
                        source.fingerprint(),
                        version.number()))
                .toList();
    }

    private static byte[] hash(SourceFile source) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] location = source.location().getBytes(StandardCharsets.UTF_8);
            // The length keeps "a" + "bc" and "ab" + "c" apart.
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(location.length).array());
            digest.update(location);
            digest.update(source.fingerprint().getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest.digest(), HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
