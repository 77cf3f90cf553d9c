package io.sluice.spark.session;

import io.sluice.catalog.OpenMode;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import java.nio.file.Files;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;

/**
 * The lakes that this process has open. Sessions share them, so that what one has learnt of a table serves the others.
 * They are closed when the application ends; there are as many as the application has configured.
 */
final class OpenLakes {
    private static final Map<LakeUri, Lake> LAKES = new ConcurrentHashMap<>();
    private static final Set<SparkContext> APPLICATIONS = Collections.newSetFromMap(new WeakHashMap<>());

    private OpenLakes() {}

    /** The lake; empty if there is none yet. A catalog in a database server is made, as its tables cost nothing. */
    static Optional<Lake> existing(LakeUri uri) {
        Lake open = LAKES.get(uri);
        if (open != null) {
            return Optional.of(open);
        }
        boolean missing = uri instanceof LakeUri.Folder folder && !Files.isDirectory(folder.path());
        return missing ? Optional.empty() : Optional.of(made(uri));
    }

    /** The lake, which is made if there is none yet. */
    static Lake made(LakeUri uri) {
        return LAKES.computeIfAbsent(uri, wanted -> Lake.open(wanted, OpenMode.CREATE_IF_MISSING));
    }

    /** Lets sessions have this lake under that name. It is closed with the others. */
    static void share(LakeUri uri, Lake lake) {
        LAKES.put(uri, lake);
    }

    /** Closes all lakes when that application ends. */
    static void closeWith(SparkContext context) {
        synchronized (APPLICATIONS) {
            if (!APPLICATIONS.add(context)) {
                return;
            }
        }
        context.addSparkListener(new SparkListener() {
            @Override
            public void onApplicationEnd(SparkListenerApplicationEnd end) {
                LAKES.keySet().forEach(uri -> {
                    Lake lake = LAKES.remove(uri);
                    if (lake != null) {
                        lake.close();
                    }
                });
            }
        });
    }
}
