package io.sluice.spark.sql;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Which catalogs of a session are lakes, by its configuration. */
public final class LakeCatalogs {
    private static final String PREFIX = "spark.sql.catalog.";

    /** Spark's own catalog, which needs no configuration. */
    private static final String OWN = "spark_catalog";

    private final SparkSession session;
    private final String implementation;

    /** @param implementation the name of the class that is configured for lakes */
    public LakeCatalogs(SparkSession session, String implementation) {
        this.session = requireNonNull(session, "session");
        this.implementation = requireNonNull(implementation, "implementation");
    }

    /** A table, by the catalog that it is in. */
    public record Place(String catalog, String namespace, String table) {
        /** The table, as {@code namespace.table}. */
        public String path() {
            return namespace + "." + table;
        }
    }

    /** The table of a lake that a name is about; empty if it is about something else. */
    public Optional<Place> find(List<String> name) {
        if (name.size() > 1 && isLake(name.get(0))) {
            // Without a namespace, a catalog's own one.
            String namespace = name.size() == 3 ? name.get(1) : "default";
            return name.size() > 3
                    ? Optional.empty()
                    : Optional.of(new Place(name.get(0), namespace, name.get(name.size() - 1)));
        }
        String current = session.catalog().currentCatalog();
        if (name.size() > 2 || !isLake(current) || (name.size() == 2 && isCatalog(name.get(0)))) {
            return Optional.empty();
        }
        List<String> full = new ArrayList<>(name);
        if (name.size() == 1) {
            full.add(0, session.catalog().currentDatabase());
        }
        return Optional.of(new Place(current, full.get(0), full.get(1)));
    }

    /** Spark takes the first part of a name for a catalog if there is one of that name. */
    private boolean isCatalog(String name) {
        return name.equals(OWN) || session.conf().contains(PREFIX + name);
    }

    private boolean isLake(String catalog) {
        return implementation.equals(session.conf().get(PREFIX + catalog, ""));
    }
}
