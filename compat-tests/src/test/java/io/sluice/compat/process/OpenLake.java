package io.sluice.compat.process;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.OpenMode;
import io.sluice.commit.Committer;
import io.sluice.commit.Pacing;
import io.sluice.commit.RetryPolicy;
import io.sluice.format.delta.DeltaFormat;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import io.sluice.storage.LocalStorage;
import java.util.function.UnaryOperator;

/** Opens lakes from Java. */
public final class OpenLake {
    private OpenLake() {}

    /** The lake of that URI, which is made if it is missing. */
    public static Lake at(String uri) {
        return Lake.open(LakeUri.parse(uri), OpenMode.CREATE_IF_MISSING);
    }

    /** The same with a catalog around its catalog. */
    public static Lake at(String uri, UnaryOperator<Catalog> around) {
        LakeUri parsed = LakeUri.parse(uri);
        Catalog catalog = around.apply(parsed.openCatalog(OpenMode.CREATE_IF_MISSING));
        Committer committer = new Committer(RetryPolicy.DEFAULT, Pacing.system());
        return new Lake(catalog, new LocalStorage(), parsed.warehouse(), DeltaFormat.system(), committer);
    }
}
