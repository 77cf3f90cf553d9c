package io.sluice.spark;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The borders between the rooms of the connector: dependencies go one way. A new room is a new line here. */
class RoomsTest {
    private static final JavaClasses CONNECTOR = new ClassFileImporter().importPath(Path.of("target", "classes", "io"));

    @Test
    void roomsDependOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.sluice.spark..")
                .withOptionalLayers(true)
                .layer("doors")
                .definedBy("io.sluice.spark")
                .layer("types")
                .definedBy("io.sluice.spark.types..")
                .layer("session")
                .definedBy("io.sluice.spark.session..")
                .layer("catalog")
                .definedBy("io.sluice.spark.catalog..")
                .layer("read")
                .definedBy("io.sluice.spark.read..")
                .layer("write")
                .definedBy("io.sluice.spark.write..")
                .layer("rows")
                .definedBy("io.sluice.spark.rows..")
                .layer("stream")
                .definedBy("io.sluice.spark.stream..")
                .layer("procedures")
                .definedBy("io.sluice.spark.procedures..")
                .layer("sql")
                .definedBy("io.sluice.spark.sql..")
                .ensureAllClassesAreContainedInArchitecture()
                .whereLayer("doors")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("types")
                .mayNotAccessAnyLayer()
                .whereLayer("session")
                .mayOnlyAccessLayers("types")
                .whereLayer("catalog")
                .mayOnlyAccessLayers("types", "session")
                .whereLayer("read")
                .mayOnlyAccessLayers("types", "session")
                .whereLayer("write")
                .mayOnlyAccessLayers("types", "session", "read")
                .whereLayer("rows")
                .mayOnlyAccessLayers("types", "session", "read", "write")
                .whereLayer("stream")
                .mayOnlyAccessLayers("types", "session", "read", "write", "rows")
                .whereLayer("procedures")
                .mayOnlyAccessLayers("types", "session")
                .whereLayer("sql")
                .mayNotAccessAnyLayer()
                .check(CONNECTOR);
    }

    /** One jar runs on several versions of Spark: these types have changed their kind between them. */
    @Test
    void nothingIsUsedThatOneVersionOfSparkHasOtherwise() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.apache.spark.sql.connector.catalog.View")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.apache.spark.sql.connector.catalog.ViewCatalog")
                .orShould()
                .callMethodWhere(target(owner(name("org.apache.spark.sql.connector.catalog.CatalogManager"))))
                .check(CONNECTOR);
    }
}
