package io.sluice.lake;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.OpenMode;
import io.sluice.catalog.sql.PostgresCatalogs;
import io.sluice.catalog.sql.PostgresCatalogs.Address;
import io.sluice.catalog.sql.SqliteCatalogs;
import io.sluice.error.SluiceException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The name of a lake: a catalog plus where its data lives. Secrets are never part of it. */
public sealed interface LakeUri {
    /** The URI as the user may write it. */
    String text();

    /** The folder below which tables are created, absolute, without a final {@code /}. */
    String warehouse();

    /** Opens the lake's catalog; a user error if there is none and the mode does not ask for a new one. */
    Catalog openCatalog(OpenMode mode);

    /** A folder with an SQLite file {@code catalog.db} and the data beside it. */
    record Folder(Path path) implements LakeUri {
        public Folder {
            path = path.toAbsolutePath().normalize();
        }

        @Override
        public String text() {
            return path.toString();
        }

        @Override
        public String warehouse() {
            return path.toString();
        }

        @Override
        public Catalog openCatalog(OpenMode mode) {
            return SqliteCatalogs.open(path, mode);
        }
    }

    /**
     * The same catalog in PostgreSQL.
     *
     * @param user empty string for the driver's default
     * @param warehouse absolute folder below which tables are created
     */
    record Postgres(String host, int port, String database, String user, String warehouse) implements LakeUri {
        public static final int DEFAULT_PORT = 5432;

        public Postgres {
            requireNonNull(host, "host");
            requireNonNull(database, "database");
            requireNonNull(user, "user");
            requireNonNull(warehouse, "warehouse");
        }

        @Override
        public String text() {
            String account = user.isEmpty() ? "" : user + "@";
            return "postgresql://%s%s:%d/%s?warehouse=%s".formatted(account, host, port, database, warehouse);
        }

        @Override
        public Catalog openCatalog(OpenMode mode) {
            Address address = new Address(host, port, database, user);
            return PostgresCatalogs.open(address, mode, System.getenv());
        }
    }

    /** Reads a URI; a user error if it names no lake that can be opened, or carries a secret. */
    static LakeUri parse(String text) {
        if (text.isBlank()) {
            throw SluiceException.user("the lake URI is empty: name a folder, for example ./lake");
        }
        int colon = text.indexOf(':');
        String scheme = colon < 2 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (text.indexOf('/') >= 0 && text.indexOf('/') < colon) {
            scheme = "";
        }
        return switch (scheme) {
            case "" -> new Folder(Path.of(text));
            case "file" -> new Folder(pathOfFileUri(text));
            case "postgresql", "postgres" -> parsePostgres(text);
            case "unity+https", "unity+http", "iceberg+https", "iceberg+http", "ducklake", "path" ->
                throw SluiceException.user(
                        "lake URIs that begin with '%s:' are not supported yet: use a folder or postgresql://"
                                .formatted(scheme));
            default ->
                throw SluiceException.user(
                        "'%s' is not a lake URI: use a folder (./lake), file:///folder or postgresql://host/db?warehouse=/folder"
                                .formatted(withoutSecret(text)));
        };
    }

    private static Path pathOfFileUri(String text) {
        String path = text.substring("file:".length());
        if (path.startsWith("//")) {
            path = path.substring(2);
        }
        if (!path.startsWith("/")) {
            throw SluiceException.user("'%s' names a host: write file:///folder".formatted(withoutSecret(text)));
        }
        return Path.of(URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8));
    }

    private static LakeUri parsePostgres(String text) {
        URI uri = postgresUri(text);
        String account = uri.getUserInfo() == null ? "" : uri.getUserInfo();
        Map<String, String> options = options(uri.getRawQuery());
        if (account.contains(":") || options.containsKey("password")) {
            throw SluiceException.user("a password does not belong into the lake URI '%s': put it into the environment"
                            .formatted(withoutSecret(text))
                    + " variable PGPASSWORD, or into ~/.pgpass");
        }
        String database = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
        if (uri.getHost() == null || database.isEmpty()) {
            throw SluiceException.user("'%s' lacks a host or a database: write postgresql://host/db?warehouse=/folder"
                    .formatted(withoutSecret(text)));
        }
        rejectUnknown(options.keySet(), text);
        String warehouse = options.get("warehouse");
        if (warehouse == null) {
            throw SluiceException.user(
                    "'%s' does not say where data goes: add ?warehouse=/folder".formatted(withoutSecret(text)));
        }
        int port = uri.getPort() < 0 ? Postgres.DEFAULT_PORT : uri.getPort();
        return new Postgres(uri.getHost(), port, database, account, warehouseFolder(warehouse));
    }

    /** What the parser of URIs says repeats all of it, so that is not handed on. */
    private static URI postgresUri(String text) {
        try {
            return new URI(text.replace(" ", "%20"));
        } catch (URISyntaxException malformed) {
            throw SluiceException.user(
                    "'%s' is not a URI (%s): write postgresql://host/db?warehouse=/folder, and %% and other special characters in names as %%25"
                            .formatted(withoutSecret(text), malformed.getReason()));
        }
    }

    private static void rejectUnknown(Set<String> options, String text) {
        options.stream()
                .filter(option -> !option.equals("warehouse"))
                .findFirst()
                .ifPresent(option -> {
                    throw SluiceException.user("unknown option '%s' in the lake URI '%s': only 'warehouse' is known"
                            .formatted(option, withoutSecret(text)));
                });
    }

    private static String warehouseFolder(String warehouse) {
        if (warehouse.startsWith("file:")) {
            return pathOfFileUri(warehouse).normalize().toString();
        }
        if (warehouse.matches("[a-z][a-z0-9+]+:.*")) {
            throw SluiceException.user("the warehouse '%s' is not a local folder: object stores are not supported yet"
                    .formatted(warehouse));
        }
        return Path.of(warehouse).toAbsolutePath().normalize().toString();
    }

    private static Map<String, String> options(String query) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            String[] parts = pair.split("=", 2);
            options.put(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return options;
    }

    private static String withoutSecret(String text) {
        return text.replaceAll("://([^:/@]*):.*@", "://$1:***@").replaceAll("(?i)(password=)[^&]*", "$1***");
    }
}
