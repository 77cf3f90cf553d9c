package io.sluice.commit;

import io.sluice.table.StableMap;
import io.sluice.table.TableId;
import io.sluice.table.TableVersion;
import java.util.List;
import java.util.Map;

/**
 * What a transaction over several tables asks of a catalog, all or nothing. Names are changed as if all at once: a
 * table may take the name that another one gives up.
 *
 * @param parts no table twice; those of one transaction have one attempt id, by which readers know that they belong
 *     together
 * @param unchanged tables that were only read, and the version that has to be their last one still at the moment of the
 *     decision; not looked at if the parts are known to have been ratified earlier
 * @param names no table twice, no name twice
 */
public record JointProposal(List<TableProposal> parts, Map<TableId, TableVersion> unchanged, List<NameChange> names) {
    public JointProposal {
        parts = List.copyOf(parts);
        unchanged = StableMap.copyOf(unchanged);
        names = List.copyOf(names);
    }
}
