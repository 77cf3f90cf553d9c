package io.sluice.spark.stream;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/** Runs of one query that goes on from its checkpoint each time. */
record StreamRuns(Path checkpoint) {
    /** Reads what is there now and ends; answers the rows of each batch that has some, sorted. */
    List<List<String>> run(Dataset<Row> stream) throws Exception {
        List<List<String>> batches = new ArrayList<>();
        start(stream, (batch, id) -> {
                    List<String> rows = batch.collectAsList().stream()
                            .map(Row::toString)
                            .sorted()
                            .toList();
                    if (!rows.isEmpty()) {
                        batches.add(rows);
                    }
                })
                .awaitTermination();
        return batches;
    }

    /** The same, of all batches together. */
    List<String> rows(Dataset<Row> stream) throws Exception {
        return run(stream).stream().flatMap(List::stream).sorted().toList();
    }

    StreamingQuery start(Dataset<Row> stream, VoidFunction2<Dataset<Row>, Long> sink) throws Exception {
        return stream.writeStream()
                .option("checkpointLocation", checkpoint.toString())
                .trigger(Trigger.AvailableNow())
                .foreachBatch(sink)
                .start();
    }
}
