package io.sluice.commit;

import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.util.List;

/** A catalog's answer to a proposal. */
public sealed interface Ratification {
    /** The proposal is the one commit of its version, now or since an earlier delivery of the same attempt. */
    record Ratified(TableVersion version) implements Ratification {}

    /** Another commit has that version, or an earlier version is still missing. Nothing has changed. */
    record Superseded(TableVersion latest) implements Ratification {}

    /** Some of the sources are in the table already. Nothing has changed. */
    record SourcesTaken(List<SourceFile> sources) implements Ratification {
        public SourcesTaken {
            sources = List.copyOf(sources);
        }
    }

    /** The version is too old for the catalog to remember whose it is. The format can look into the log. */
    record Forgotten(TableVersion version) implements Ratification {}

    /** Another table has the name that this one is to have. Nothing has changed. */
    record NameTaken(TableName name) implements Ratification {}

    /** The table is not there any more. Nothing has changed. */
    record TableGone() implements Ratification {}
}
