package io.sluice.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.spark.write.LakeLook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class OrphanFilesTest {
    private final Path folder = SharedSpark.newLake();
    private final SparkSession spark = SharedSpark.session(folder);
    private final LakeLook lake = new LakeLook(folder);

    private List<String> orphans(String more) {
        return SharedSpark.rows(spark, "CALL lake.system.list_orphan_files(table => 't'%s)".formatted(more));
    }

    private static void age(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    @Test
    void filesThatNoCommitNamesAreListedOnceTheyAreOld() throws IOException {
        spark.sql("CREATE TABLE t (id BIGINT, p INT) PARTITIONED BY (p)"
                + " TBLPROPERTIES ('delta.enableChangeDataFeed'='true')");
        spark.sql("INSERT INTO t SELECT id, id % 2 FROM range(10)");
        spark.sql("UPDATE t SET id = -id WHERE id > 4");
        spark.sql("DELETE FROM t WHERE id = 1");
        Path data = Path.of(lake.tasks("default.t").get(0).location());
        Path left = Files.createFile(data.resolveSibling("part-00000-left.parquet"));
        String all = ", older_than => TIMESTAMP'2999-01-01 00:00:00'";

        assertThat(orphans("")).isEmpty();
        assertThat(orphans(all)).hasSize(1).allMatch(row -> row.startsWith("[" + left + ",0,"));
        age(left, Duration.ofDays(4));
        age(data, Duration.ofDays(4));
        assertThat(orphans("")).hasSize(1).allMatch(row -> row.startsWith("[" + left + ",0,"));
        assertThat(left).exists();
    }

    @Test
    void aStatementThatFailsLeavesNone() {
        spark.sql("CREATE TABLE t (id BIGINT, CONSTRAINT small CHECK (id < 900))");

        assertThatThrownBy(() -> spark.sql("INSERT INTO t SELECT id FROM range(0, 1000, 1, 8)"))
                .hasStackTraceContaining("CHECK_CONSTRAINT_VIOLATION");

        assertThat(lake.filesOnDisk("default.t")).isEmpty();
    }
}
