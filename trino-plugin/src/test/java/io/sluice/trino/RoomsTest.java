package io.sluice.trino;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The borders between the rooms of the plugin: dependencies go one way. A new room is a new line here. */
final class RoomsTest {
    private static final JavaClasses PLUGIN = new ClassFileImporter().importPath(Path.of("target", "classes", "io"));

    @Test
    void roomsDependOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.sluice.trino..")
                .withOptionalLayers(true)
                .layer("doors")
                .definedBy("io.sluice.trino")
                .layer("handle")
                .definedBy("io.sluice.trino.handle..")
                .layer("types")
                .definedBy("io.sluice.trino.types..")
                .layer("transaction")
                .definedBy("io.sluice.trino.transaction..")
                .layer("definitions")
                .definedBy("io.sluice.trino.definitions..")
                .layer("statistics")
                .definedBy("io.sluice.trino.statistics..")
                .layer("read")
                .definedBy("io.sluice.trino.read..")
                .layer("write")
                .definedBy("io.sluice.trino.write..")
                .layer("rows")
                .definedBy("io.sluice.trino.rows..")
                .layer("system")
                .definedBy("io.sluice.trino.system..")
                .layer("procedures")
                .definedBy("io.sluice.trino.procedures..")
                .ensureAllClassesAreContainedInArchitecture()
                .whereLayer("doors")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("handle")
                .mayOnlyAccessLayers("types")
                .whereLayer("types")
                .mayNotAccessAnyLayer()
                .whereLayer("transaction")
                .mayOnlyAccessLayers("handle")
                .whereLayer("definitions")
                .mayOnlyAccessLayers("handle", "types", "transaction")
                .whereLayer("statistics")
                .mayOnlyAccessLayers("handle", "types", "transaction", "definitions")
                .whereLayer("read")
                .mayOnlyAccessLayers("handle", "types", "transaction", "definitions", "statistics")
                .whereLayer("write")
                .mayOnlyAccessLayers("handle", "types", "transaction", "read", "definitions", "statistics")
                .whereLayer("rows")
                .mayOnlyAccessLayers("handle", "types", "transaction", "read", "definitions", "write")
                .whereLayer("system")
                .mayOnlyAccessLayers("handle", "types", "transaction", "definitions", "read")
                .whereLayer("procedures")
                .mayOnlyAccessLayers("handle", "types", "transaction", "statistics")
                .check(PLUGIN);
    }
}
