package io.sluice.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spark.SharedSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.Test;

class LargeVectorsTest {
    private final Path folder = SharedSpark.newLake();
    private final SparkSession spark = SharedSpark.session(folder);

    @Test
    void tasksAreToldWhereALargeVectorIs() throws IOException {
        spark.sql("CREATE TABLE t (id BIGINT)");
        spark.sql("INSERT INTO t SELECT /*+ COALESCE(1) */ id FROM range(800000)");
        spark.sql("DELETE FROM t WHERE id % 3 = 0");

        int bytes = 0;
        for (InputPartition partition : SharedSpark.table(spark, "t")
                .newScanBuilder(CaseInsensitiveStringMap.empty())
                .build()
                .toBatch()
                .planInputPartitions()) {
            ByteArrayOutputStream serialized = new ByteArrayOutputStream();
            try (ObjectOutputStream objects = new ObjectOutputStream(serialized)) {
                objects.writeObject(partition);
            }
            bytes += serialized.size();
        }

        assertThat(bytes).isLessThan(20_000);
        assertThat(SharedSpark.rows(spark, "SELECT count(id), sum(id), min(id % 3) FROM t"))
                .containsExactly("[533333,213333066667,1]");
    }
}
