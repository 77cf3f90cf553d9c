package io.sluice.format.delta;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.table.FileStatistics;
import java.io.IOException;

/** Reads statistics from the text of a log: a JSON text that is a string in another one. */
final class FileStatisticsReader {
    /** How every writer begins; what begins otherwise is read by the parser. */
    private static final byte[] ROW_COUNT = {
        '"', '{', '\\', '"', 'n', 'u', 'm', 'R', 'e', 'c', 'o', 'r', 'd', 's', '\\', '"', ':'
    };

    private FileStatisticsReader() {}

    /** The statistics of some columns of a file; unknown ones if there are none, or none that can be read. */
    static FileStatistics read(FileRows rows, int row, StatsJson columns) {
        int start = rows.statsStart(row);
        if (start < 0) {
            return FileStatistics.UNKNOWN;
        }
        byte[] content = rows.content(row);
        try (JsonParser outer = Json.FACTORY.createParser(content, start, rows.end(row) - start)) {
            if (outer.nextToken() != JsonToken.VALUE_STRING) {
                return FileStatistics.UNKNOWN;
            }
            char[] text = outer.getTextCharacters();
            try (JsonParser inner = Json.FACTORY.createParser(text, outer.getTextOffset(), outer.getTextLength())) {
                return columns.read(inner);
            }
        } catch (IOException ignored) {
            // Statistics only ever narrow a scan: what cannot be read narrows nothing.
            return FileStatistics.UNKNOWN;
        }
    }

    /** How many rows a file has, {@link FileStatistics#UNKNOWN_ROW_COUNT} if its statistics do not say. */
    static long rowCount(FileRows rows, int row, StatsJson none) {
        int start = rows.statsStart(row);
        if (start < 0) {
            return FileStatistics.UNKNOWN_ROW_COUNT;
        }
        byte[] content = rows.content(row);
        for (int i = 0; i < ROW_COUNT.length; i++) {
            if (content[start + i] != ROW_COUNT[i]) {
                return read(rows, row, none).rowCount();
            }
        }
        int at = start + ROW_COUNT.length;
        long count = 0;
        int digits = 0;
        for (; content[at] >= '0' && content[at] <= '9' && digits < 18; at++, digits++) {
            count = count * 10 + content[at] - '0';
        }
        boolean whole = digits > 0 && (content[at] == ',' || content[at] == '}');
        return whole ? count : read(rows, row, none).rowCount();
    }
}
