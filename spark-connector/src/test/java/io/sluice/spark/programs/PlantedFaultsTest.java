package io.sluice.spark.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spark.SharedSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** The comparison can fail: what a lake does wrong is found out, and the report says how to see it again. */
class PlantedFaultsTest {
    private static final int PROGRAMS = 12;

    @Test
    void aDeleteThatTakesNoRowIsFoundOut() {
        assertThat(differences(sql -> sql.replaceFirst("^DELETE FROM (\\S+) WHERE .*", "DELETE FROM $1 WHERE false")))
                .isNotEmpty()
                .allSatisfy(report -> assertThat(report).startsWith("seed ").contains("DELETE FROM ", "expected"));
    }

    @Test
    void anOverwriteThatKeepsTheRowsBeforeIsFoundOut() {
        assertThat(differences(sql -> sql.replaceFirst("^INSERT OVERWRITE ", "INSERT INTO ")))
                .isNotEmpty();
    }

    @Test
    void aLostConditionIsFoundOut() {
        assertThat(differences(sql -> sql.startsWith("SELECT") ? sql.replaceFirst(" WHERE .*", "") : sql))
                .isNotEmpty();
    }

    private static List<String> differences(UnaryOperator<String> planted) {
        SparkSession lake = SharedSpark.tinyStatements(SharedSpark.session(SharedSpark.newLake()));
        SparkSession model = SharedSpark.tinyStatements(lake.newSession());
        List<String> reports = new ArrayList<>();
        for (long seed = 1; seed <= PROGRAMS; seed++) {
            try {
                new ProgramRun(seed, lake, model, planted).run();
            } catch (AssertionError difference) {
                reports.add(difference.getMessage());
            }
        }
        return reports;
    }
}
