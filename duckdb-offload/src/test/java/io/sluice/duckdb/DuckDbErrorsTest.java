package io.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.SluiceException;
import io.sluice.error.SluiceException.Kind;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The messages are DuckDB's own, as it wrote them when the errors were provoked. */
class DuckDbErrorsTest {
    private static SluiceException translated(String message) {
        return DuckDbErrors.translate(new SQLException(message));
    }

    @Test
    void aFullDiskIsAMatterOfResources() {
        SluiceException full = translated("IO Error: Async write failed for range [offset=20104633, size=983081]:"
                + " {\"exception_type\":\"IO\",\"exception_message\":\"Could not write file \\\"tm/s.parquet\\\": No"
                + " space left on device\",\"errno\":\"28\"}");
        assertThat(full.kind()).isEqualTo(Kind.RESOURCES);
        assertThat(full)
                .hasMessage("the disk is full: make room where the lake and the temporary folder are, and try again");
    }

    @Test
    void memoryIsAMatterOfResources() {
        assertThat(translated(
                                "Out of Memory Error: could not allocate block of size 256.0 KiB (95.9 MiB/96.0 MiB used)")
                        .kind())
                .isEqualTo(Kind.RESOURCES);
    }

    @Test
    void missingFilesAndPermissionsAreTheUsers() {
        assertThat(translated("IO Error: Cannot open file \"x/s.parquet\": No such file or directory")
                        .kind())
                .isEqualTo(Kind.USER);
        assertThat(translated("IO Error: Cannot open file \"x/s.parquet\": Permission denied")
                        .kind())
                .isEqualTo(Kind.USER);
    }

    @Test
    void otherInputAndOutputFailsOutside() {
        assertThat(translated("IO Error: Could not read from file \"x\": Input/output error")
                        .kind())
                .isEqualTo(Kind.EXTERNAL);
    }

    @Test
    void aDamagedFileIsTheUsers() {
        assertThat(translated("IO Error: Unexpected end of GZIP stream: in/a.csv.gz"))
                .hasMessage("in/a.csv.gz is damaged, the compressed content ends early or is no such content: have it"
                        + " delivered again");
    }

    @Test
    void internalErrorsAreBugs() {
        assertThat(translated("INTERNAL Error: Attempted to access index 5 within vector of size 5")
                        .kind())
                .isEqualTo(Kind.BUG);
    }
}
