package io.sluice.spark;

import io.sluice.error.SluiceException;
import io.sluice.spark.session.LakeSession;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/** Which catalog of a Spark session serves {@code format("sluice")}. */
final class SourceCatalogs {
    private static final String PREFIX = "spark.sql.catalog.";
    /** Before the names of catalogs that nobody has configured. */
    private static final String GENERATED = "sluice_";

    private SourceCatalogs() {}

    /** The one catalog of this kind that is configured; a user error if there is none, or several. */
    static String only(SparkSession session) {
        Map<String, String> configuration =
                CollectionConverters.asJava(session.conf().getAll());
        List<String> names = configuration.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(PREFIX))
                .filter(entry -> entry.getValue().equals(SluiceCatalog.class.getName()))
                .map(entry -> entry.getKey().substring(PREFIX.length()))
                .filter(name -> !name.startsWith(GENERATED))
                .sorted()
                .toList();
        return switch (names.size()) {
            case 1 -> names.get(0);
            case 0 ->
                throw SluiceException.user(
                        "which lake? Set spark.sql.catalog.lake=%s and spark.sql.catalog.lake.lake=URI, or the option 'lake'"
                                .formatted(SluiceCatalog.class.getName()));
            default ->
                throw SluiceException.user(
                        "which lake? The catalogs %s are configured: name one by the option 'catalog' or as catalog.namespace.table"
                                .formatted(String.join(", ", names)));
        };
    }

    /** The catalog of that lake, which is configured for the session if it is not yet. */
    static String forLake(SparkSession session, String uri) {
        String name = GENERATED
                + UUID.nameUUIDFromBytes(uri.getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .replace("-", "");
        if (!session.conf().contains(PREFIX + name)) {
            session.conf().set(PREFIX + name + "." + LakeSession.LAKE, uri);
            session.conf().set(PREFIX + name, SluiceCatalog.class.getName());
        }
        return name;
    }
}
