package io.sluice.commit;

import io.sluice.commit.CommitTarget.Turn;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.Ratification.Superseded;
import io.sluice.commit.ScriptedTarget.Fate;
import io.sluice.error.SluiceException;
import io.sluice.table.TableId;
import io.sluice.table.TableVersion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A catalog of several tables of which a test says how it answers. Without a script it decides as a catalog does. */
final class ScriptedJoint implements JointTarget {
    final Deque<Fate> fates = new ArrayDeque<>();
    final List<List<TableProposal>> offered = new ArrayList<>();
    final List<Map<TableId, TableVersion>> guarded = new ArrayList<>();
    private final Map<TableId, ScriptedTarget> tables = new HashMap<>();
    /** The table that another writer is faster at. */
    private ScriptedTarget contested;

    Optional<Ratification> decision = Optional.empty();

    ScriptedJoint(ScriptedTarget... tables) {
        for (ScriptedTarget table : tables) {
            this.tables.put(table.id, table);
        }
        contested = tables[0];
    }

    void contest(ScriptedTarget table) {
        contested = table;
    }

    @Override
    public Turn takeTurns(List<TableId> joined) {
        List<Turn> turns =
                joined.stream().map(table -> tables.get(table).takeTurn()).toList();
        return () -> turns.forEach(Turn::close);
    }

    @Override
    public Answer ratify(JointProposal joint) {
        List<TableProposal> proposals = joint.parts();
        Map<TableId, TableVersion> unchanged = joint.unchanged();
        offered.add(proposals);
        guarded.add(Map.copyOf(unchanged));
        Fate fate = fates.isEmpty() ? Fate.ANSWERED : fates.poll();
        return switch (fate) {
            case ANSWERED -> decide(proposals, unchanged);
            case REPLY_LOST -> {
                decide(proposals, unchanged);
                throw SluiceException.external("the reply was lost", null);
            }
            case REQUEST_LOST -> throw SluiceException.external("the request was lost", null);
            case REFUSED -> throw SluiceException.resources("the disk is full", null);
            case OVERTAKEN -> {
                contested.overtake();
                yield decide(proposals, unchanged);
            }
            case BROKEN -> throw new IllegalStateException("a bug");
        };
    }

    private Answer decide(List<TableProposal> proposals, Map<TableId, TableVersion> unchanged) {
        if (decision.isPresent()) {
            return new Answer(decision.get(), Optional.of(proposals.get(0).table()));
        }
        boolean known = proposals.stream()
                .allMatch(part ->
                        tables.get(part.table()).landed.contains(part.proposal().attempt()));
        if (!known) {
            for (Map.Entry<TableId, TableVersion> guard : unchanged.entrySet()) {
                TableVersion last = tables.get(guard.getKey()).last();
                if (!last.equals(guard.getValue())) {
                    return new Answer(new Superseded(last), Optional.of(guard.getKey()));
                }
            }
            for (TableProposal part : proposals) {
                TableVersion last = tables.get(part.table()).last();
                if (!part.proposal().version().equals(last.next())) {
                    return new Answer(new Superseded(last), Optional.of(part.table()));
                }
            }
            proposals.forEach(
                    part -> tables.get(part.table()).land(part.proposal().attempt(), ChangeKind.APPEND));
        }
        return new Answer(new Ratified(proposals.get(0).proposal().version()), Optional.empty());
    }
}
