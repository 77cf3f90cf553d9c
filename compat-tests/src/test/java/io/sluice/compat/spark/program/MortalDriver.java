package io.sluice.compat.spark.program;

import io.sluice.catalog.OpenMode;
import io.sluice.commit.Committer;
import io.sluice.commit.Pacing;
import io.sluice.commit.RetryPolicy;
import io.sluice.compat.spark.program.MortalCatalog.Death;
import io.sluice.format.delta.DeltaFormat;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import io.sluice.spark.session.SharedLakes;
import io.sluice.storage.LocalStorage;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * A driver that dies in the commit of its last statement: {@code MortalDriver LAKE_URI DEATH STATEMENT...}. A statement
 * {@code STREAM folder checkpoint table} runs a stream of JSON with a column {@code id BIGINT} to its end.
 */
public final class MortalDriver {
    private MortalDriver() {}

    public static void main(String[] arguments) throws Exception {
        LakeUri uri = LakeUri.parse(arguments[0]);
        MortalCatalog catalog = new MortalCatalog(uri.openCatalog(OpenMode.CREATE_IF_MISSING));
        Committer committer = new Committer(RetryPolicy.DEFAULT, Pacing.system());
        SharedLakes.share(uri, new Lake(catalog, new LocalStorage(), uri.warehouse(), DeltaFormat.system(), committer));
        try (SparkSession spark = Sessions.builder("local[2]", arguments[0]).getOrCreate()) {
            List<String> statements = Arrays.asList(arguments).subList(2, arguments.length);
            for (int i = 0; i < statements.size(); i++) {
                if (i == statements.size() - 1) {
                    catalog.die(Death.valueOf(arguments[1]));
                }
                Sessions.run(spark, statements.get(i));
            }
        }
    }
}
