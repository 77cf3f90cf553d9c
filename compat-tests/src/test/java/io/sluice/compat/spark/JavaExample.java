package io.sluice.compat.spark;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.spark.sql.SparkSession;

/** A block of Java on a page: statements in which {@code spark} is the session. */
final class JavaExample {
    private static final String NAME = "Example";

    private JavaExample() {}

    /** What the program prints below the block: nothing, or how it was refused. */
    static String answer(SparkSession spark, String block) throws IOException {
        Path folder = Files.createTempDirectory("example");
        compile(
                folder,
                block.lines().map(line -> line.substring(SqlPage.JAVA.length())).collect(Collectors.joining("\n")));
        try (URLClassLoader classes =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, JavaExample.class.getClassLoader())) {
            classes.loadClass(NAME).getMethod("run", SparkSession.class).invoke(null, spark);
            return "";
        } catch (InvocationTargetException refused) {
            return SqlPage.JAVA_ANSWER + SqlPageProgram.refusal(refused.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void compile(Path folder, String statements) throws IOException {
        Path source = Files.writeString(folder.resolve(NAME + ".java"), """
                import org.apache.spark.sql.*;
                import org.apache.spark.sql.streaming.*;

                public final class %s {
                    public static void run(SparkSession spark) throws Exception {
                %s
                    }
                }
                """.formatted(NAME, statements));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String classPath = System.getProperty("java.class.path");
        int failures = compiler.run(null, System.err, System.err, "-proc:none", "-cp", classPath, source.toString());
        if (failures != 0) {
            throw new IllegalStateException("an example does not compile:\n" + statements);
        }
    }
}
