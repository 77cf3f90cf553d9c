package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.Operation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One action of a commit. Actions and fields that Sluice does not know are not kept. Source: Delta protocol, "Actions".
 */
sealed interface Action {
    /**
     * {@code commitInfo}: who did what.
     *
     * @param committedMillis {@code inCommitTimestamp}, or {@code timestamp} where the table does not keep the former
     * @param txnId the attempt that wrote the commit, unique among all attempts
     * @param tags written, and not read back
     */
    record Provenance(
            long committedMillis,
            Optional<String> txnId,
            Operation operation,
            boolean blindAppend,
            Optional<String> isolationLevel,
            OptionalLong readVersion,
            Map<String, String> tags)
            implements Action {
        public Provenance {
            tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
            requireNonNull(txnId, "txnId");
            requireNonNull(operation, "operation");
            requireNonNull(isolationLevel, "isolationLevel");
            requireNonNull(readVersion, "readVersion");
        }

        /** Without tags. */
        Provenance(
                long committedMillis,
                Optional<String> txnId,
                Operation operation,
                boolean blindAppend,
                Optional<String> isolationLevel,
                OptionalLong readVersion) {
            this(committedMillis, txnId, operation, blindAppend, isolationLevel, readVersion, Map.of());
        }
    }

    /**
     * {@code protocol}.
     *
     * @param readerFeatures empty below reader version 3
     * @param writerFeatures empty below writer version 7
     */
    record Protocol(int readerVersion, int writerVersion, List<String> readerFeatures, List<String> writerFeatures)
            implements Action {
        public Protocol {
            readerFeatures = List.copyOf(readerFeatures);
            writerFeatures = List.copyOf(writerFeatures);
        }
    }

    /** {@code metaData}. The format is always Parquet: another one is an error when it is read. */
    record Metadata(
            String id,
            Optional<String> name,
            Optional<String> description,
            String schemaString,
            List<String> partitionColumns,
            OptionalLong createdMillis,
            Map<String, String> configuration)
            implements Action {
        public Metadata {
            requireNonNull(id, "id");
            requireNonNull(name, "name");
            requireNonNull(description, "description");
            requireNonNull(schemaString, "schemaString");
            requireNonNull(createdMillis, "createdMillis");
            partitionColumns = List.copyOf(partitionColumns);
            configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
        }
    }

    /**
     * {@code add}.
     *
     * @param path not URL-encoded: relative to the table's location, or absolute
     * @param partitionValues one entry per partition column, empty for null; neither side changes the map
     * @param stats the statistics as JSON text
     */
    record Add(
            String path,
            Map<String, Optional<String>> partitionValues,
            long sizeBytes,
            long modifiedMillis,
            boolean dataChange,
            Optional<String> stats,
            Extras extras)
            implements Action {
        public Add {
            requireNonNull(path, "path");
            requireNonNull(partitionValues, "partitionValues");
            requireNonNull(stats, "stats");
            requireNonNull(extras, "extras");
        }

        Add withExtras(Extras others) {
            return new Add(path, partitionValues, sizeBytes, modifiedMillis, dataChange, stats, others);
        }

        Add withDataChange(boolean changed) {
            return new Add(path, partitionValues, sizeBytes, modifiedMillis, changed, stats, extras);
        }

        /** The file with other deletions. Its statistics no longer say exactly what is there. */
        Add withDeletions(DeletionVector vector) {
            return new Add(
                    path,
                    partitionValues,
                    sizeBytes,
                    modifiedMillis,
                    dataChange,
                    stats.map(WideBounds::of),
                    extras.withDeletions(vector));
        }
    }

    /**
     * {@code remove}.
     *
     * @param path as in {@link Add}
     * @param partitionValues empty if the action does not say
     * @param stats those of the {@code add}
     */
    record Remove(
            String path,
            OptionalLong deletedMillis,
            boolean dataChange,
            Optional<Map<String, Optional<String>>> partitionValues,
            OptionalLong sizeBytes,
            Optional<String> stats,
            Extras extras)
            implements Action {
        public Remove {
            requireNonNull(path, "path");
            requireNonNull(deletedMillis, "deletedMillis");
            requireNonNull(partitionValues, "partitionValues");
            requireNonNull(sizeBytes, "sizeBytes");
            requireNonNull(stats, "stats");
            requireNonNull(extras, "extras");
        }

        /** The removal of a file. */
        static Remove of(Add file, long deletedMillis, boolean dataChange) {
            return new Remove(
                    file.path(),
                    OptionalLong.of(deletedMillis),
                    dataChange,
                    Optional.of(file.partitionValues()),
                    OptionalLong.of(file.sizeBytes()),
                    file.stats(),
                    file.extras());
        }

        /** As much as has to be remembered of a removal: which file it was, and since when. */
        Remove tombstone() {
            Extras slim = extras.equals(Extras.NONE)
                    ? Extras.NONE
                    : new Extras(
                            Map.of(),
                            extras.deletionVector(),
                            extras.baseRowId(),
                            extras.defaultRowCommitVersion(),
                            extras.clusteringProvider());
            return new Remove(path, deletedMillis, false, partitionValues, sizeBytes, Optional.empty(), slim);
        }
    }

    /**
     * {@code cdc}: a file that tells row by row what its commit has changed. Source: Delta protocol, "Add CDC File".
     *
     * @param path as in {@link Add}
     */
    record Cdc(String path, Map<String, Optional<String>> partitionValues, long sizeBytes) implements Action {
        public Cdc {
            requireNonNull(path, "path");
            requireNonNull(partitionValues, "partitionValues");
        }
    }

    /** {@code txn}: how far an application has come. */
    record Txn(String applicationId, long version, OptionalLong updatedMillis) implements Action {
        public Txn {
            requireNonNull(applicationId, "applicationId");
            requireNonNull(updatedMillis, "updatedMillis");
        }
    }

    /** {@code domainMetadata}. */
    record DomainMetadata(String domain, String configuration, boolean removed) implements Action {
        public DomainMetadata {
            requireNonNull(domain, "domain");
            requireNonNull(configuration, "configuration");
        }
    }

    /** What few file actions have. */
    record Extras(
            Map<String, String> tags,
            Optional<DeletionVector> deletionVector,
            OptionalLong baseRowId,
            OptionalLong defaultRowCommitVersion,
            Optional<String> clusteringProvider) {
        static final Extras NONE =
                new Extras(Map.of(), Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.empty());

        public Extras {
            requireNonNull(deletionVector, "deletionVector");
            requireNonNull(baseRowId, "baseRowId");
            requireNonNull(defaultRowCommitVersion, "defaultRowCommitVersion");
            requireNonNull(clusteringProvider, "clusteringProvider");
            tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        }

        Extras withDeletions(DeletionVector vector) {
            return new Extras(tags, Optional.of(vector), baseRowId, defaultRowCommitVersion, clusteringProvider);
        }
    }

    /** Which rows of a file are gone. Source: Delta protocol, "Deletion Vector Descriptor Schema". */
    record DeletionVector(
            String storageType, String pathOrInline, OptionalLong offset, long sizeBytes, long cardinality) {
        public DeletionVector {
            requireNonNull(storageType, "storageType");
            requireNonNull(pathOrInline, "pathOrInline");
            requireNonNull(offset, "offset");
        }

        /** What tells it from other vectors of the same file. Source: Delta protocol, "Derived Fields". */
        String uniqueId() {
            String id = storageType + pathOrInline;
            return offset.isPresent() ? id + "@" + offset.getAsLong() : id;
        }
    }
}
