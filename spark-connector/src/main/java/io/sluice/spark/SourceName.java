package io.sluice.spark;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What {@code load} and {@code save} name: {@code table}, {@code namespace.table}, {@code catalog.namespace.table}, or
 * {@code LAKE_URI#namespace.table}.
 *
 * @param lake URI of the lake, if it is named
 * @param catalog name of the configured catalog, if it is named
 */
record SourceName(Optional<String> lake, Optional<String> catalog, Identifier table) {
    private static final String PATH = "path";
    private static final String LAKE = "lake";
    private static final String CATALOG = "catalog";

    SourceName {
        requireNonNull(lake, "lake");
        requireNonNull(catalog, "catalog");
        requireNonNull(table, "table");
    }

    /** A user error if the options name no table, or a lake or catalog twice. */
    static SourceName of(CaseInsensitiveStringMap options) {
        String path = options.get(PATH);
        if (path == null || path.isBlank()) {
            throw SluiceException.user(
                    "no table is named: write load(\"namespace.table\") or save(\"namespace.table\")");
        }
        int mark = path.lastIndexOf('#');
        Optional<String> lake =
                either(LAKE, options, mark < 0 ? Optional.empty() : Optional.of(path.substring(0, mark)));
        String[] parts = path.substring(mark + 1).split("\\.", -1);
        if (parts.length > 3) {
            throw unknown(path);
        }
        Optional<String> catalog =
                either(CATALOG, options, parts.length == 3 ? Optional.of(parts[0]) : Optional.empty());
        if (lake.isPresent() && catalog.isPresent()) {
            throw SluiceException.user(
                    "'%s' names a lake and a catalog: a configured catalog has its lake already".formatted(path));
        }
        if (Arrays.stream(parts).anyMatch(String::isBlank)) {
            throw unknown(path);
        }
        String[] namespace = parts.length == 1 ? new String[] {"default"} : new String[] {parts[parts.length - 2]};
        return new SourceName(lake, catalog, Identifier.of(namespace, parts[parts.length - 1]));
    }

    private static Optional<String> either(String option, CaseInsensitiveStringMap options, Optional<String> named) {
        Optional<String> given = Optional.ofNullable(options.get(option));
        if (given.isPresent() && named.isPresent() && !given.equals(named)) {
            throw SluiceException.user("the option '%s' is '%s', but the table is named in '%s'"
                    .formatted(option, given.get(), named.get()));
        }
        return named.or(() -> given);
    }

    private static SluiceException unknown(String path) {
        return SluiceException.user(
                "'%s' is not the name of a table: write namespace.table, catalog.namespace.table or LAKE_URI#namespace.table"
                        .formatted(path));
    }
}
