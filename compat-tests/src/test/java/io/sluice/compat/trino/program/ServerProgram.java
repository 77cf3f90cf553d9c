package io.sluice.compat.trino.program;

/** A server of Trino; its published jars have no main class. {@code -Dconfig} names its configuration. */
public final class ServerProgram {
    private ServerProgram() {}

    /** Starts the server, which has classes for a newer Java than these tests: {@code ServerProgram VERSION}. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Class<?> type = Class.forName("io.trino.server.Server");
        Object server = type.getConstructor().newInstance();
        type.getMethod("start", String.class).invoke(server, arguments[0]);
    }
}
