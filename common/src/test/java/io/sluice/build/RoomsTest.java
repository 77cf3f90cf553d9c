package io.sluice.build;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The borders between the rooms of {@code common}: dependencies go one way. A new room is a new line here, so that
 * somebody decides what it may know.
 */
class RoomsTest {
    private static final JavaClasses COMMON = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPath(Path.of("target", "classes"));

    private static LayeredArchitecture rooms() {
        return layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.sluice..")
                .withOptionalLayers(true)
                .layer("error")
                .definedBy("io.sluice.error..")
                .layer("table")
                .definedBy("io.sluice.table..")
                .layer("storage")
                .definedBy("io.sluice.storage..")
                .layer("scan")
                .definedBy("io.sluice.scan..")
                .layer("commit")
                .definedBy("io.sluice.commit..")
                .layer("catalog")
                .definedBy("io.sluice.catalog")
                .layer("backends")
                .definedBy("io.sluice.catalog.*..")
                .layer("formats")
                .definedBy("io.sluice.format..")
                .layer("lake")
                .definedBy("io.sluice.lake..")
                .ensureAllClassesAreContainedInArchitecture();
    }

    @Test
    void roomsDependOneWay() {
        rooms().whereLayer("error")
                .mayNotAccessAnyLayer()
                .whereLayer("table")
                .mayOnlyAccessLayers("error")
                .whereLayer("storage")
                .mayOnlyAccessLayers("error", "table")
                .whereLayer("scan")
                .mayOnlyAccessLayers("error", "table")
                .whereLayer("commit")
                .mayOnlyAccessLayers("error", "table", "scan")
                .whereLayer("catalog")
                .mayOnlyAccessLayers("error", "table", "storage", "scan", "commit")
                .whereLayer("backends")
                .mayOnlyAccessLayers("error", "table", "storage", "scan", "commit", "catalog")
                .whereLayer("formats")
                .mayOnlyAccessLayers("error", "table", "storage", "scan", "commit", "catalog")
                .whereLayer("lake")
                .mayNotBeAccessedByAnyLayer()
                .check(COMMON);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.sluice.(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(COMMON);
    }

    @Test
    void formatsDoNotSeeEachOther() {
        slices().matching("io.sluice.format.(*)..")
                .should()
                .notDependOnEachOther()
                .allowEmptyShould(true)
                .check(COMMON);
    }

    @Test
    void catalogBackendsDoNotSeeEachOther() {
        slices().matching("io.sluice.catalog.(*)..")
                .should()
                .notDependOnEachOther()
                .allowEmptyShould(true)
                .check(COMMON);
    }

    @Test
    void noEngineAndNoGuavaIsKnown() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.google.common..",
                        "io.trino..",
                        "org.apache.hadoop..",
                        "org.apache.spark..",
                        "org.duckdb..",
                        "scala..")
                .allowEmptyShould(true)
                .check(COMMON);
    }

    @Test
    void theRoomsOfPureValuesDoNotLog() {
        noClasses()
                .that()
                .resideInAnyPackage("io.sluice.error..", "io.sluice.table..", "io.sluice.scan..", "io.sluice.commit..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.slf4j..")
                .allowEmptyShould(true)
                .check(COMMON);
    }

    @Test
    void sqlStaysInItsBackend() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.sluice.catalog.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..", "javax.sql..", "com.zaxxer.hikari..", "org.sqlite..", "org.postgresql..")
                .allowEmptyShould(true)
                .check(COMMON);
    }

    @Test
    void deltaKernelStaysInItsFormat() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.sluice.format.delta..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.delta..")
                .allowEmptyShould(true)
                .check(COMMON);
    }
}
