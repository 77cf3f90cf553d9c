package io.sluice.catalog.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Connections that break at a chosen step. A step is one statement, or one commit. A connection that breaks is closed,
 * so that the database sees a client that has gone; what it made of the step depends on the side that broke.
 */
final class Faults {
    /** Which way got lost. */
    enum Lost {
        REQUEST,
        REPLY
    }

    private static final Set<String> STEPS =
            Set.of("execute", "executeQuery", "executeUpdate", "executeBatch", "commit");
    /** The first is how PostgreSQL says it, the second how SQLite does: an input or output error. */
    private static final String CONNECTION_FAILURE = "08006";

    private static final int IO_ERROR = 10;

    private int stepsLeft = -1;
    private Lost lost = Lost.REQUEST;

    /** The step of that number, counted from 0, breaks. */
    synchronized void breakAt(int step, Lost way) {
        stepsLeft = step;
        lost = way;
    }

    /** Nothing breaks any more. */
    synchronized void mend() {
        stepsLeft = -1;
    }

    private synchronized boolean breaksNow() {
        return stepsLeft >= 0 && stepsLeft-- == 0;
    }

    Connection around(Connection connection) {
        return proxy(Connection.class, connection, connection);
    }

    DataSource around(DataSource source) {
        return (DataSource) Proxy.newProxyInstance(
                Faults.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Object result = call(() -> method.invoke(source, arguments));
                    return result instanceof Connection connection ? around(connection) : result;
                });
    }

    private <T> T proxy(Class<T> type, Object target, Connection connection) {
        return type.cast(Proxy.newProxyInstance(
                Faults.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    boolean breaks = STEPS.contains(method.getName()) && breaksNow();
                    if (breaks && lost == Lost.REQUEST) {
                        throw broken(connection);
                    }
                    Object result = call(() -> method.invoke(target, arguments));
                    if (breaks) {
                        throw broken(connection);
                    }
                    if (result instanceof PreparedStatement statement) {
                        return proxy(PreparedStatement.class, statement, connection);
                    }
                    return result instanceof Statement statement
                            ? proxy(Statement.class, statement, connection)
                            : result;
                }));
    }

    private static SQLException broken(Connection connection) throws SQLException {
        connection.close();
        return new SQLException("the connection broke", CONNECTION_FAILURE, IO_ERROR);
    }

    /** A reflective call. */
    private interface Call {
        Object run() throws ReflectiveOperationException;
    }

    private static Object call(Call call) throws Throwable {
        try {
            return call.run();
        } catch (InvocationTargetException wrapped) {
            throw wrapped.getCause();
        }
    }
}
