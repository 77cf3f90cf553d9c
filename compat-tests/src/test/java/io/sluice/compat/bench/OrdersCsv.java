package io.sluice.compat.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.SplittableRandom;

/**
 * Orders as a shop exports them: eight columns, about 60 bytes a row, in the order of time. The same seed gives the
 * same bytes.
 */
final class OrdersCsv {
    static final String HEADER = "order_id,ordered_at,customer,country,product,quantity,unit_price,status\n";

    private static final long SEED = 20260101;
    private static final String[] COUNTRIES = {"AT", "CH", "DE", "DE", "DE", "ES", "FR", "FR", "IT", "NL", "PL", "SE"};
    private static final String[] KINDS = {"kettle", "lamp", "notebook", "pan", "pencil", "rug", "shelf", "teapot"};
    private static final String[] COLOURS = {"black", "blue", "green", "oak", "red", "steel", "white"};
    private static final String[] STATES = {"paid", "paid", "paid", "sent", "sent", "returned", "open"};
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int SECONDS_PER_YEAR = 365 * SECONDS_PER_DAY;

    private OrdersCsv() {}

    /** A file of so many orders; one that is there already is taken. */
    static Path cached(Path folder, int rows) throws IOException {
        Path file = folder.resolve("orders-" + rows + ".csv");
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            Path unfinished = folder.resolve("orders-" + rows + ".csv.unfinished");
            write(unfinished, 0, rows);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file;
    }

    /** Writes orders with the numbers {@code first} to {@code first + rows - 1}. */
    static void write(Path file, long first, int rows) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED + first);
        byte[][] days = new byte[365][];
        for (int day = 0; day < days.length; day++) {
            days[day] = ascii(LocalDate.of(2025, 1, 1).plusDays(day).toString());
        }
        try (OutputStream stream = Files.newOutputStream(file);
                OutputStream out = new BufferedOutputStream(stream, 1 << 16)) {
            out.write(ascii(HEADER));
            Line line = new Line(out);
            for (int row = 0; row < rows; row++) {
                int second = (int) ((long) row * SECONDS_PER_YEAR / rows);
                line.number(first + row).text(",").bytes(days[second / SECONDS_PER_DAY]);
                writeTime(line, second % SECONDS_PER_DAY);
                line.text(",C")
                        .number(10_000 + random.nextInt(90_000))
                        .text(",")
                        .text(COUNTRIES[random.nextInt(12)]);
                line.text(",").text(COLOURS[random.nextInt(7)]).text(" ").text(KINDS[random.nextInt(8)]);
                line.text(",").number(1 + random.nextInt(9)).text(",").number(1 + random.nextInt(250));
                line.text(".").twoDigits(random.nextInt(100)).text(",").text(STATES[random.nextInt(7)]);
                line.end();
            }
        }
    }

    private static void writeTime(Line line, int second) throws IOException {
        line.text(" ").twoDigits(second / 3600).text(":").twoDigits(second / 60 % 60);
        line.text(":").twoDigits(second % 60);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Puts one line together without making garbage: ten million of them are wanted in seconds. */
    private static final class Line {
        private final OutputStream out;
        private final byte[] bytes = new byte[256];
        private int length;

        Line(OutputStream out) {
            this.out = out;
        }

        Line text(String text) {
            for (int i = 0; i < text.length(); i++) {
                bytes[length++] = (byte) text.charAt(i);
            }
            return this;
        }

        Line bytes(byte[] some) {
            System.arraycopy(some, 0, bytes, length, some.length);
            length += some.length;
            return this;
        }

        Line number(long number) {
            int digits = 1;
            for (long rest = number; rest >= 10; rest /= 10) {
                digits++;
            }
            long rest = number;
            for (int at = length + digits - 1; at >= length; at--) {
                bytes[at] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
            length += digits;
            return this;
        }

        Line twoDigits(int number) {
            bytes[length++] = (byte) ('0' + number / 10);
            bytes[length++] = (byte) ('0' + number % 10);
            return this;
        }

        void end() throws IOException {
            bytes[length++] = '\n';
            out.write(bytes, 0, length);
            length = 0;
        }
    }
}
