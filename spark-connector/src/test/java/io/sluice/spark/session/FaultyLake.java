package io.sluice.spark.session;

import io.sluice.catalog.FaultyCatalog;
import io.sluice.catalog.OpenMode;
import io.sluice.commit.Committer;
import io.sluice.commit.Pacing;
import io.sluice.commit.RetryPolicy;
import io.sluice.format.delta.DeltaFormat;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import io.sluice.storage.FaultyStorage;
import io.sluice.storage.LocalStorage;
import java.nio.file.Path;
import java.time.Duration;

/** A lake whose catalog and storage fail where a test wants it to, in place of the one that sessions would open. */
public record FaultyLake(FaultyCatalog catalog, FaultyStorage storage) {
    private static final RetryPolicy IMPATIENT =
            new RetryPolicy(10, 2, Duration.ofSeconds(10), Duration.ofMillis(1), Duration.ofMillis(1));

    /** The lake in that folder, which is made; all sessions of this process have it from now on. */
    public static FaultyLake in(Path folder) {
        LakeUri uri = LakeUri.parse(folder.toString());
        FaultyCatalog catalog = new FaultyCatalog(uri.openCatalog(OpenMode.CREATE_IF_MISSING));
        FaultyStorage storage = new FaultyStorage(new LocalStorage());
        Committer committer = new Committer(IMPATIENT, Pacing.system());
        OpenLakes.share(uri, new Lake(catalog, storage, uri.warehouse(), DeltaFormat.system(), committer));
        return new FaultyLake(catalog, storage);
    }
}
