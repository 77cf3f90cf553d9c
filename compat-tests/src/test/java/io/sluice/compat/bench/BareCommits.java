package io.sluice.compat.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/** The least that a durable commit can be: one synced file and one SQLite transaction, by one thread, in a loop. */
final class BareCommits {
    private BareCommits() {}

    static double perSecond(Path folder, int seconds) throws SQLException, IOException {
        byte[] content = "x".repeat(700).getBytes(UTF_8);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("bare.db"))) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = FULL");
                statement.execute("CREATE TABLE commits (version INTEGER PRIMARY KEY, content BLOB)");
            }
            connection.setAutoCommit(false);
            long count = 0;
            long begin = System.nanoTime();
            long end = begin + TimeUnit.SECONDS.toNanos(seconds);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO commits VALUES (?, ?)")) {
                while (System.nanoTime() < end) {
                    insert.setLong(1, count);
                    insert.setBytes(2, content);
                    insert.executeUpdate();
                    connection.commit();
                    try (FileChannel file =
                            FileChannel.open(folder.resolve("%020d.json".formatted(count)), CREATE_NEW, WRITE)) {
                        file.write(ByteBuffer.wrap(content));
                        file.force(true);
                    }
                    count++;
                }
            }
            return count * 1e9 / (System.nanoTime() - begin);
        }
    }
}
