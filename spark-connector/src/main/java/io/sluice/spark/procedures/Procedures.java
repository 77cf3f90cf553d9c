package io.sluice.spark.procedures;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.spark.session.LakeSession;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.procedures.UnboundProcedure;

/** The procedures of a lake, in the namespace {@code system}. */
public final class Procedures {
    private static final String[] NAMESPACE = {"system"};

    private final Map<String, UnboundProcedure> byName = new TreeMap<>();

    public Procedures(LakeSession session) {
        requireNonNull(session, "session");
        TransactionCalls transactions = new TransactionCalls(session);
        TableCalls tables = new TableCalls(session);
        List.of(
                        transactions.begin(),
                        transactions.commit(),
                        transactions.rollback(),
                        tables.history(),
                        tables.restore(),
                        new OrphanCalls(session, InstantSource.system()).list())
                .forEach(procedure -> byName.put(procedure.name(), procedure));
    }

    /** The procedure of that name; a user error if there is none. */
    public UnboundProcedure load(Identifier name) {
        boolean isOurs = name.namespace().length == 1 && name.namespace()[0].equalsIgnoreCase(NAMESPACE[0]);
        UnboundProcedure procedure = isOurs ? byName.get(name.name().toLowerCase(Locale.ROOT)) : null;
        if (procedure == null) {
            throw SluiceException.user("there is no procedure %s: in the namespace 'system' there are %s"
                    .formatted(name, String.join(", ", byName.keySet())));
        }
        return procedure;
    }

    /** The procedures of a namespace; none if it is another one than {@code system}. */
    public Identifier[] list(String[] namespace) {
        boolean isOurs =
                namespace.length == 0 || (namespace.length == 1 && namespace[0].equalsIgnoreCase(NAMESPACE[0]));
        return isOurs
                ? byName.keySet().stream()
                        .map(name -> Identifier.of(NAMESPACE, name))
                        .toArray(Identifier[]::new)
                : new Identifier[0];
    }
}
