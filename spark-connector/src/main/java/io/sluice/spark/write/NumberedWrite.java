package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.RejectionReason;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AdvanceWriter;
import io.sluice.error.SluiceException;
import io.sluice.scan.WriterProgress;
import io.sluice.spark.session.CommitRejectedException;
import io.sluice.spark.session.PinnedTable;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A write that counts once, however often it is repeated: its number is part of its commit, and an application does not
 * commit a number again, nor one below.
 */
record NumberedWrite(String application, long number) {
    private static final Logger LOG = LoggerFactory.getLogger(NumberedWrite.class);
    private static final String APPLICATION = "txnAppId";
    private static final String NUMBER = "txnVersion";

    NumberedWrite {
        requireNonNull(application, "application");
    }

    /**
     * What a statement's options say, under the names that users of Delta know; a user error if they say half of it.
     */
    static Optional<NumberedWrite> of(Map<String, String> options) {
        CaseInsensitiveStringMap given = new CaseInsensitiveStringMap(options);
        String application = given.get(APPLICATION);
        String number = given.get(NUMBER);
        if (application == null && number == null) {
            return Optional.empty();
        }
        if (application == null || number == null) {
            throw SluiceException.user("the options '%s' and '%s' of a write go together: give both, or none"
                    .formatted(APPLICATION, NUMBER));
        }
        if (application.isBlank() || !number.matches("\\d{1,18}")) {
            throw SluiceException.user(
                    "the options of a write are '%s' = '%s' and '%s' = '%s': write a name and a number"
                            .formatted(APPLICATION, application, NUMBER, number));
        }
        return Optional.of(new NumberedWrite(application, Long.parseLong(number)));
    }

    TableChange change() {
        return new AdvanceWriter(application, number);
    }

    /** Whether the table has it already. */
    boolean isIn(PinnedTable table) {
        boolean isIn = table.snapshot() instanceof WriterProgress progress
                && progress.lastCommitted(application).orElse(Long.MIN_VALUE) >= number;
        if (isIn) {
            tell(table);
        }
        return isIn;
    }

    /** Commits; a write that another attempt has committed meanwhile counts as done. */
    void commitOnce(PinnedTable table, Runnable commit) {
        try {
            commit.run();
        } catch (CommitRejectedException rejected) {
            if (rejected.reason() != RejectionReason.WRITER_OVERTAKEN) {
                throw rejected;
            }
            tell(table);
        }
    }

    private void tell(PinnedTable table) {
        LOG.info("write {} of {} is in table {} already", number, application, table.name());
    }
}
