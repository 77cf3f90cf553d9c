package io.sluice.trino;

import io.airlift.slice.Slice;
import io.trino.spi.Plugin;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorFactory;
import io.trino.spi.connector.ConnectorMergeSink;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorPageSink;
import io.trino.spi.connector.ConnectorPageSinkProvider;
import io.trino.spi.connector.ConnectorSession;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The plugin, but of each query that writes one task dies, like the whole server that it runs on. */
final class DyingTasks implements Plugin {
    /** When a task dies. */
    enum Moment {
        /** The files of a writer are complete. Nobody gets to know them, and it removes none of them. */
        WRITTEN,
        /** What all writers have done is handed to the transaction. */
        FINISHED
    }

    private static final Set<String> FINISHING = Set.of("finishInsert", "finishCreateTable", "finishMerge");

    private final Moment moment;
    private final Set<String> queries = ConcurrentHashMap.newKeySet();

    DyingTasks(Moment moment) {
        this.moment = moment;
    }

    String connector() {
        return "sluice_" + moment.name().toLowerCase(Locale.ROOT);
    }

    /** The queries that had a task that died. */
    Set<String> queries() {
        return Set.copyOf(queries);
    }

    @Override
    public Iterable<ConnectorFactory> getConnectorFactories() {
        ConnectorFactory sluice = new SluiceConnectorFactory();
        return List.of(like(ConnectorFactory.class, (method, arguments) -> switch (method.getName()) {
            case "getName" -> connector();
            case "create" -> connector((Connector) call(sluice, method, arguments));
            default -> call(sluice, method, arguments);
        }));
    }

    private Connector connector(Connector sluice) {
        return like(Connector.class, (method, arguments) -> {
            Object part = call(sluice, method, arguments);
            if (part instanceof ConnectorMetadata metadata && moment == Moment.FINISHED) {
                return metadata(metadata);
            }
            if (part instanceof ConnectorPageSinkProvider sinks && moment == Moment.WRITTEN) {
                return sinks(sinks);
            }
            return part;
        });
    }

    private ConnectorMetadata metadata(ConnectorMetadata sluice) {
        return like(ConnectorMetadata.class, (method, arguments) -> {
            Object result = call(sluice, method, arguments);
            if (FINISHING.contains(method.getName()) && queries.add(query(arguments[0]))) {
                throw death();
            }
            return result;
        });
    }

    private ConnectorPageSinkProvider sinks(ConnectorPageSinkProvider sluice) {
        return like(ConnectorPageSinkProvider.class, (method, arguments) -> {
            Object sink = call(sluice, method, arguments);
            String query = query(arguments[1]);
            return sink instanceof ConnectorMergeSink
                    ? sink(ConnectorMergeSink.class, sink, query)
                    : sink(ConnectorPageSink.class, sink, query);
        });
    }

    private <S> S sink(Class<S> type, Object sluice, String query) {
        AtomicBoolean dead = new AtomicBoolean();
        return like(type, (method, arguments) -> {
            if (method.getName().equals("abort") && dead.get()) {
                return null;
            }
            Object result = call(sluice, method, arguments);
            if (method.getName().equals("finish") && hasFiles(result) && queries.add(query)) {
                dead.set(true);
                throw death();
            }
            return result;
        });
    }

    private static boolean hasFiles(Object finished) {
        Collection<?> fragments = (Collection<?>) ((CompletableFuture<?>) finished).join();
        return fragments.stream()
                .anyMatch(fragment -> ((Slice) fragment).toStringUtf8().contains(".parquet"));
    }

    private static String query(Object session) {
        return ((ConnectorSession) session).getQueryId();
    }

    private TrinoException death() {
        return new TrinoException(StandardErrorCode.GENERIC_INTERNAL_ERROR, "a task died when it had " + moment);
    }

    private interface Answer {
        Object to(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T like(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method, arguments)));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
