package io.sluice.compat.spark.program;

import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import scala.Option;

/**
 * A cluster on this machine: master and two workers in this process, each worker under an address of its own, so that
 * Spark takes them for two machines; an executor of each in a process of its own. It ends with this process.
 */
final class SmallCluster {
    private static final String[] HOSTS = {"127.0.0.1", "127.0.0.2"};
    private static final int ANY_PORT = 0;
    private static final int MEMORY_MB = 1024;

    private SmallCluster() {}

    /** Starts it; the URL of its master. */
    static String start(Path scratch) {
        SparkConf conf = new SparkConf().set("spark.shuffle.service.enabled", "false");
        String master = Master.startRpcEnvAndEndpoint(HOSTS[0], ANY_PORT, ANY_PORT, conf)
                ._1()
                .address()
                .toSparkURL();
        for (int i = 0; i < HOSTS.length; i++) {
            Worker.startRpcEnvAndEndpoint(
                    HOSTS[i],
                    ANY_PORT,
                    ANY_PORT,
                    1,
                    MEMORY_MB,
                    new String[] {master},
                    scratch.resolve("work").toString(),
                    Option.apply(i),
                    conf,
                    Option.empty());
        }
        return master;
    }
}
