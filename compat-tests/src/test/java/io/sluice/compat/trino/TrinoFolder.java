package io.sluice.compat.trino;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a server has its configuration and its log.
 *
 * @param catalogs properties of each catalog by its name
 * @param settings lines of {@code config.properties} that are not those of a single server
 * @param javaOptions how large the server is
 * @param classPath what is looked into before the server's own jars; may be empty
 * @param environment variables of the server's process, beside those of this one
 */
public record TrinoFolder(
        Path folder,
        Map<String, Map<String, String>> catalogs,
        Map<String, String> settings,
        List<String> javaOptions,
        String classPath,
        Map<String, String> environment) {
    /** For a small server that starts fast. */
    private static final List<String> SMALL = List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    public TrinoFolder {
        requireNonNull(folder, "folder");
        catalogs = new LinkedHashMap<>(catalogs);
        settings = new LinkedHashMap<>(settings);
        javaOptions = List.copyOf(javaOptions);
        requireNonNull(classPath, "classPath");
        environment = Map.copyOf(environment);
    }

    /** A single server with the lake as catalog {@code lake}, beside {@code tpch} and {@code memory}. */
    public static TrinoFolder of(Path folder, String lake) {
        return withLakeOnly(folder, lake)
                .withCatalog("memory", Map.of("connector.name", "memory"))
                .withCatalog("tpch", Map.of("connector.name", "tpch"));
    }

    static TrinoFolder withLakeOnly(Path folder, String lake) {
        Map<String, String> lakes = Map.of("connector.name", "sluice", "sluice.lake", lake);
        return new TrinoFolder(
                folder,
                Map.of("lake", lakes),
                Map.of("coordinator", "true", "node-scheduler.include-coordinator", "true"),
                SMALL,
                "",
                Map.of());
    }

    /** A server with the same catalogs that only works, for that coordinator. */
    TrinoFolder workerOf(TrinoServer coordinator, Path own) {
        Map<String, String> worker =
                Map.of("coordinator", "false", "discovery.uri", "http://127.0.0.1:" + coordinator.port());
        return new TrinoFolder(own, catalogs, worker, javaOptions, classPath, environment);
    }

    /** With one more catalog. */
    public TrinoFolder withCatalog(String name, Map<String, String> properties) {
        Map<String, Map<String, String>> more = new LinkedHashMap<>(catalogs);
        more.put(name, properties);
        return new TrinoFolder(folder, more, settings, javaOptions, classPath, environment);
    }

    TrinoFolder withSettings(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putAll(more);
        return new TrinoFolder(folder, catalogs, all, javaOptions, classPath, environment);
    }

    /** With options of Java for another size. */
    public TrinoFolder withJavaOptions(String... options) {
        return new TrinoFolder(folder, catalogs, settings, List.of(options), classPath, environment);
    }

    TrinoFolder withClassPath(String first) {
        return new TrinoFolder(folder, catalogs, settings, javaOptions, first, environment);
    }

    TrinoFolder withEnvironment(Map<String, String> variables) {
        return new TrinoFolder(folder, catalogs, settings, javaOptions, classPath, variables);
    }

    /** Writes the configuration of a server at that port; the file to start it with. */
    Path write(int port) throws IOException {
        Path etc = Files.createDirectories(folder.resolve("etc/catalog")).getParent();
        for (Map.Entry<String, Map<String, String>> catalog : catalogs.entrySet()) {
            Files.write(etc.resolve("catalog/" + catalog.getKey() + ".properties"), lines(catalog.getValue()));
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put("node.environment", "test");
        all.put("node.id", "node-" + port);
        all.put("node.internal-address", "127.0.0.1");
        all.put("node.bind-ip", "127.0.0.1");
        all.put("http-server.http.port", Integer.toString(port));
        all.put("plugin.dir", TrinoPlugins.folder().toString());
        all.put("catalog.config-dir", etc.resolve("catalog").toString());
        if (settings.get("coordinator").equals("true")) {
            all.put("discovery.uri", "http://127.0.0.1:" + port);
        }
        all.putAll(settings);
        return Files.write(etc.resolve("config.properties"), lines(all));
    }

    private static List<String> lines(Map<String, String> properties) {
        List<String> lines = new ArrayList<>();
        properties.forEach((key, value) -> lines.add(key + "=" + value));
        return lines;
    }
}
