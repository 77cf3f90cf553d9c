package io.sluice.spark.session;

import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;

/** Gives the sessions of this process a lake that is opened otherwise than they would. */
public final class SharedLakes {
    private SharedLakes() {}

    /** Lets sessions have this lake under that name. */
    public static void share(LakeUri uri, Lake lake) {
        OpenLakes.share(uri, lake);
    }
}
