package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.table.TableVersion;
import java.util.List;
import java.util.Optional;

/** How a commit ended. There is no fourth way. */
public sealed interface CommitOutcome {
    /** The transaction is the given version, durably. */
    record Committed(TableVersion version) implements CommitOutcome {
        public Committed {
            requireNonNull(version, "version");
        }
    }

    /**
     * Nothing of the transaction is visible, and nothing will be.
     *
     * @param winner the commit that stood in the way, if one did
     * @param sources the sources that were in already, for {@link RejectionReason#SOURCE_INGESTED}
     */
    record Rejected(RejectionReason reason, Optional<Winner> winner, List<SourceFile> sources)
            implements CommitOutcome {
        public Rejected {
            requireNonNull(reason, "reason");
            requireNonNull(winner, "winner");
            sources = List.copyOf(sources);
        }

        public static Rejected of(RejectionReason reason) {
            return new Rejected(reason, Optional.empty(), List.of());
        }

        public static Rejected by(RejectionReason reason, Winner winner) {
            return new Rejected(reason, Optional.of(winner), List.of());
        }
    }

    /**
     * The catalog may or may not have ratified the transaction. Files of it must be kept.
     *
     * @param version the version that the attempt was for
     * @param cause what stood between the catalog's answer and us
     */
    record Unknown(AttemptId attempt, TableVersion version, RuntimeException cause) implements CommitOutcome {
        public Unknown {
            requireNonNull(attempt, "attempt");
            requireNonNull(version, "version");
            requireNonNull(cause, "cause");
        }
    }
}
