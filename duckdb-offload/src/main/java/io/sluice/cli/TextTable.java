package io.sluice.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Prints rows as a table. The first rows decide how wide the columns are, so that a result of any length can pass
 * through; on a terminal, wide columns are cut so that a row fits a line.
 */
final class TextTable {
    /** Rows that are looked at, and so held in memory, before the first is printed. */
    private static final int MEASURED_ROWS = 500;

    private static final int NARROWEST = 8;
    private static final String GAP = "  ";
    private static final String CUT = "…";
    private static final String NULL = "NULL";

    private final PrintStream out;
    private final OptionalInt terminalColumns;
    private final List<String> header;
    private final boolean[] numeric;
    private final List<List<String>> measured = new ArrayList<>();
    private int[] widths;
    private long rows;

    private TextTable(PrintStream out, OptionalInt terminalColumns, List<String> header) {
        this.out = out;
        this.terminalColumns = terminalColumns;
        this.header = header.stream().map(TextTable::oneLine).toList();
        this.numeric = new boolean[header.size()];
        Arrays.fill(numeric, true);
    }

    static TextTable to(Terminal terminal, String... header) {
        return to(terminal, List.of(header));
    }

    static TextTable to(Terminal terminal, List<String> header) {
        return new TextTable(terminal.out(), terminal.outColumns(), header);
    }

    void row(List<?> values) {
        rows++;
        List<String> cells = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            cells.add(oneLine(value == null ? NULL : CellText.of(value)));
            if (widths == null) {
                numeric[i] &= value == null || value instanceof Number;
            }
        }
        if (widths != null) {
            print(cells);
            return;
        }
        measured.add(cells);
        if (measured.size() == MEASURED_ROWS) {
            printMeasured();
        }
    }

    /** Prints what is left, and how many rows there were. */
    void end(String one, String many) {
        if (widths == null) {
            printMeasured();
        }
        out.printf(Locale.ROOT, "(%,d %s)%n", rows, rows == 1 ? one : many);
    }

    private void printMeasured() {
        widths = new int[header.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(1, length(header.get(i)));
            for (List<String> cells : measured) {
                widths[i] = Math.max(widths[i], length(cells.get(i)));
            }
        }
        terminalColumns.ifPresent(this::fit);
        print(header);
        print(Arrays.stream(widths).mapToObj("-"::repeat).toList());
        measured.forEach(this::print);
        measured.clear();
    }

    /** Takes from the widest column until a row fits, or no column is wide. */
    private void fit(int columns) {
        int total = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
        while (total > columns) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths.length == 0 || widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
            total--;
        }
    }

    private void print(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = terminalColumns.isPresent() ? cut(cells.get(i), widths[i]) : cells.get(i);
            String padding = " ".repeat(Math.max(0, widths[i] - length(cell)));
            line.append(i == 0 ? "" : GAP);
            line.append(numeric[i] ? padding + cell : cell + padding);
        }
        out.println(line.toString().stripTrailing());
    }

    private static String cut(String cell, int width) {
        return length(cell) <= width ? cell : cell.substring(0, cell.offsetByCodePoints(0, width - 1)) + CUT;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String oneLine(String text) {
        boolean plain = text.chars().noneMatch(character -> character < ' ');
        return plain
                ? text
                : text.replace("\r", "\\r")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t")
                        .replaceAll("\\p{Cntrl}", "�");
    }
}
