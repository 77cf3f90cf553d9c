package io.sluice.spark.read;

import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Where streams come from: a scan does not know how they go on from batch to batch. */
@FunctionalInterface
public interface StreamDoor {
    /**
     * A stream of these rows.
     *
     * @param options of the read, as the user gave them
     * @param checkpoint a folder for what the stream has to remember over restarts
     */
    MicroBatchStream open(StreamedRows rows, CaseInsensitiveStringMap options, String checkpoint);
}
