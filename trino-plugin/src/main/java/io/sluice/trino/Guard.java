package io.sluice.trino;

import io.sluice.error.SluiceException;
import io.sluice.trino.transaction.SluiceErrorCode;
import io.trino.spi.ErrorCodeSupplier;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.classloader.ThreadContextClassLoader;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.SystemTable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;

/**
 * The border between the server and the plugin: calls that come in run with the plugin's class loader, and failures
 * that go out are the server's, with the code that says who can mend them.
 */
@SuppressWarnings("try") // The class loader is set for a block; nothing is asked of it there.
final class Guard {
    private Guard() {}

    /** The same thing, guarded. */
    static <T> T of(Class<T> type, T guarded) {
        ClassLoader loader = Guard.class.getClassLoader();
        return type.cast(Proxy.newProxyInstance(loader, new Class<?>[] {type}, (proxy, method, arguments) -> {
            try (ThreadContextClassLoader context = new ThreadContextClassLoader(loader)) {
                return nested(method.invoke(guarded, arguments));
            } catch (InvocationTargetException failed) {
                throw failed.getCause() instanceof SluiceException ours ? translated(ours) : failed.getCause();
            }
        }));
    }

    /** What does work later is guarded too. */
    private static Object nested(Object answer) {
        if (answer instanceof Optional<?> found && found.isPresent() && found.get() instanceof SystemTable table) {
            return Optional.of(of(SystemTable.class, table));
        }
        return answer instanceof ConnectorPageSource pages ? of(ConnectorPageSource.class, pages) : answer;
    }

    static void run(Runnable guarded) {
        try (ThreadContextClassLoader context = new ThreadContextClassLoader(Guard.class.getClassLoader())) {
            guarded.run();
        } catch (SluiceException ours) {
            throw translated(ours);
        }
    }

    private static TrinoException translated(SluiceException failure) {
        return new TrinoException(code(failure.kind()), failure.getMessage(), failure);
    }

    private static ErrorCodeSupplier code(SluiceException.Kind kind) {
        return switch (kind) {
            case USER -> StandardErrorCode.GENERIC_USER_ERROR;
            case EXTERNAL -> SluiceErrorCode.SLUICE_EXTERNAL;
            case RESOURCES -> StandardErrorCode.GENERIC_INSUFFICIENT_RESOURCES;
            case BUG -> StandardErrorCode.GENERIC_INTERNAL_ERROR;
        };
    }
}
