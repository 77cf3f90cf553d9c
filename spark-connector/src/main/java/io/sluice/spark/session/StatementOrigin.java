package io.sluice.spark.session;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/** Where the statement of a commit is found in Spark's user interface and event logs. */
public final class StatementOrigin {
    private static final String STREAM = "sql.streaming.queryId";
    private static final String EPOCH = "streaming.sql.batchId";

    private StatementOrigin() {}

    /**
     * What the calling thread works for, as parameters of an operation: {@code applicationId}, {@code executionId} of a
     * SQL execution, and, as Delta names them, {@code queryId} and {@code epochId} of a stream's batch.
     */
    public static Map<String, String> parameters() {
        SparkContext context = SparkSession.active().sparkContext();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("applicationId", context.applicationId());
        StatementReads.currentExecution(context).ifPresent(id -> parameters.put("executionId", Long.toString(id)));
        put(parameters, "queryId", context.getLocalProperty(STREAM));
        put(parameters, "epochId", context.getLocalProperty(EPOCH));
        return parameters;
    }

    private static void put(Map<String, String> parameters, String name, String value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }
}
