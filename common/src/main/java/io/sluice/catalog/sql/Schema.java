package io.sluice.catalog.sql;

import io.sluice.catalog.OpenMode;
import io.sluice.error.SluiceException;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables of a catalog, and how an older catalog becomes a newer one: each version is a list of statements that lead
 * to it from the version before. A version that was released is never edited; a change is a new version at the end.
 *
 * <p>{@code BYTES}, {@code CLUSTERED} and {@code OFTEN_UPDATED} stand for words that the dialects choose. Identities
 * are UUIDs as text, times are milliseconds since the epoch, {@code published_version} is -1 before anything is
 * published.
 */
final class Schema {
    private static final List<List<String>> VERSIONS = List.of(List.of(
            """
            CREATE TABLE namespaces (
              name TEXT NOT NULL PRIMARY KEY,
              properties TEXT NOT NULL
            )""",
            "INSERT INTO namespaces (name, properties) VALUES ('default', '{}')",
            """
            CREATE TABLE tables (
              id TEXT NOT NULL PRIMARY KEY,
              namespace TEXT NOT NULL,
              name TEXT NOT NULL,
              format TEXT NOT NULL,
              location TEXT NOT NULL,
              head TEXT NOT NULL,
              last_version BIGINT NOT NULL,
              last_committed_ms BIGINT NOT NULL,
              published_version BIGINT NOT NULL,
              created_ms BIGINT NOT NULL,
              UNIQUE (namespace, name)
            ) OFTEN_UPDATED""",
            // Either content or the three staged columns are set, and none once the commit is published.
            """
            CREATE TABLE commits (
              table_id TEXT NOT NULL,
              version BIGINT NOT NULL,
              attempt TEXT NOT NULL,
              committed_ms BIGINT NOT NULL,
              summary TEXT NOT NULL,
              content BYTES,
              staged_name TEXT,
              staged_bytes BIGINT,
              staged_modified_ms BIGINT,
              PRIMARY KEY (table_id, version)
            ) CLUSTERED""",
            // The hash keeps the key short and of one length; location and fingerprint are there for people.
            """
            CREATE TABLE sources (
              table_id TEXT NOT NULL,
              hash BYTES NOT NULL,
              location TEXT NOT NULL,
              fingerprint TEXT NOT NULL,
              version BIGINT NOT NULL,
              PRIMARY KEY (table_id, hash)
            ) CLUSTERED"""));

    /** The newest version that this program knows. */
    static final int LATEST = VERSIONS.size();

    private Schema() {}

    /** Makes or updates the schema where needed; a user error if there is none and none may be made. */
    static void prepare(Database database, OpenMode mode) {
        int found = database.read("open", session -> checked(session, mode));
        if (found < LATEST) {
            database.change("prepare", session -> {
                session.dialect().lockSchema(session);
                int from = checked(session, mode);
                for (List<String> statements : VERSIONS.subList(from, LATEST)) {
                    for (String statement : statements) {
                        session.execute(session.dialect().ddl(statement));
                    }
                }
                if (from < LATEST) {
                    session.dialect().recordSchemaVersion(session, LATEST);
                }
                return null;
            });
        }
    }

    private static int checked(Session session, OpenMode mode) throws SQLException {
        int version = session.dialect().schemaVersion(session);
        String place = session.dialect().place();
        if (version == 0 && mode == OpenMode.OPEN_EXISTING) {
            throw noLake(place);
        }
        if (version > LATEST) {
            throw SluiceException.user(("%s was made by a newer Sluice: it has schema version %d, and this one knows"
                            + " versions up to %d. Upgrade this Sluice; nothing was changed.")
                    .formatted(place, version, LATEST));
        }
        return version;
    }

    static SluiceException noLake(String place) {
        return SluiceException.user(("there is no lake at %s: the first 'sluice ingest' creates one; if there should be"
                        + " one, check --lake or $SLUICE_LAKE")
                .formatted(place));
    }

    static SluiceException notOurs(String place, String why) {
        return SluiceException.user("%s is not a Sluice lake catalog: %s. Nothing was changed; choose another place."
                .formatted(place, why));
    }
}
