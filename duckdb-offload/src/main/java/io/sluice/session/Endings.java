package io.sluice.session;

import io.sluice.commit.CommitOutcome;
import io.sluice.lake.TransactionOutcome;
import io.sluice.session.StatementEnd.Rejected;
import io.sluice.session.StatementEnd.Unknown;
import io.sluice.table.TableName;
import java.util.Map;
import java.util.stream.Collectors;

/** What users are told of transactions that did not end well. */
final class Endings {
    private Endings() {}

    /** @param afterwards what has become of the statement or transaction, and what to do; may be empty */
    static Rejected rejected(TransactionOutcome.Rejected outcome, String afterwards) {
        CommitOutcome.Rejected cause = outcome.cause();
        String table = outcome.table().map(name -> name + ": ").orElse("");
        String winner = cause.winner().map(by -> ", by " + by).orElse("");
        return new Rejected("rejected, nothing is committed: %s%s%s%s"
                .formatted(table, cause.reason().text(), winner, afterwards));
    }

    static Unknown unknown(TransactionOutcome.Unknown outcome) {
        if (outcome.versions().isEmpty()) {
            return new Unknown(
                    "the catalog did not answer (%s): the changes may or may not be committed. 'sluice tables' tells when it answers again"
                            .formatted(outcome.cause().getMessage()));
        }
        String versions =
                outcome.versions().entrySet().stream().map(Endings::asVersion).collect(Collectors.joining(", "));
        return new Unknown(
                "the catalog did not answer (%s): the changes may or may not be committed, as %s. 'sluice history' tells"
                                .formatted(outcome.cause().getMessage(), versions)
                        + " when it answers again");
    }

    private static String asVersion(Map.Entry<TableName, ?> part) {
        return part.getKey() + " version " + part.getValue();
    }
}
