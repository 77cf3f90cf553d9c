package io.sluice.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TablePropertiesTest {
    private static final TableProperties NONE = new TableProperties(Map.of());

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "1048576, 1048576",
        "64mb, 67108864",
        "64 MB, 67108864",
        "2g, 2147483648",
        "10kb, 10240",
        "7b, 7"
    })
    void aSizeIsANumberOfBytesOrOfLargerUnits(String text, long bytes) {
        assertThat(ByteSize.parse(text)).hasValue(bytes);
        assertThat(new TableProperties(Map.of("delta.targetFileSize", text)).targetFileSizeBytes())
                .hasValue(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0mb", "-1", "1.5mb", "mb", "12 apples", "999999999999999999t"})
    void otherTextsAreNoSizes(String text) {
        assertThat(ByteSize.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"SNAPPY, snappy", "none, uncompressed", "lz4_raw, lz4_raw", "lzo, zstd"})
    void filesAreCompressedAsTheTableSaysIfEveryEngineCan(String codec, String used) {
        assertThat(new TableProperties(Map.of("delta.parquet.compression.codec", codec)).compression())
                .isEqualTo(used);
    }

    @Test
    void aTableThatSaysNothingLeavesItToTheEngine() {
        assertThat(NONE.targetFileSizeBytes()).isEmpty();
        assertThat(NONE.compression()).isEqualTo("zstd");
    }
}
