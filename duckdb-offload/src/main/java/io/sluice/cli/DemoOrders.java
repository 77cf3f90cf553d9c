package io.sluice.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * CSV files such as shops send at the end of a day: one per shop and day, always the same ones. They are in order, but
 * not tidy: columns in another order, Windows line ends, quoted commas and quotes, empty values, compressed files.
 */
final class DemoOrders {
    static final int ROWS_PER_FILE = 250;

    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
    private static final int DAYS = 30;
    private static final List<String> SHOPS =
            List.of("Aachen", "Berlin", "Córdoba", "Göteborg", "Kraków", "Lyon", "São Paulo", "Tromsø");
    private static final List<String> PRODUCTS =
            List.of("lamp", "desk", "chair, oak", "24\" screen", "kettle", "rug", "shelf", "clock");
    private static final List<String> NOTES = List.of(
            "", "", "", "", "gift", "call first, then deliver", "said \"any time\"", "two lines:\nring twice", "ü-bag");

    private final Path folder;
    private final Random random = new Random(2026);
    private long orderId;

    DemoOrders(Path folder) {
        this.folder = folder;
    }

    /** Writes the files; returns them by day, the days in order. */
    List<List<Path>> write() throws IOException {
        Files.createDirectories(folder);
        List<List<Path>> days = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            List<Path> files = new ArrayList<>();
            for (int shop = 0; shop < SHOPS.size(); shop++) {
                files.add(write(FIRST_DAY.plusDays(day), shop));
            }
            days.add(files);
        }
        return days;
    }

    private Path write(LocalDate day, int shop) throws IOException {
        boolean compressed = shop == 2;
        String lineEnd = shop == 5 ? "\r\n" : "\n";
        StringBuilder text = new StringBuilder(header(shop)).append(lineEnd);
        for (int row = 0; row < ROWS_PER_FILE; row++) {
            text.append(row(day, shop)).append(lineEnd);
        }
        Path file = folder.resolve("orders-%s-shop%d.csv%s".formatted(day, shop + 1, compressed ? ".gz" : ""));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        try (OutputStream raw = Files.newOutputStream(file);
                OutputStream out = compressed ? new GZIPOutputStream(raw) : raw) {
            out.write(bytes);
        }
        return file;
    }

    /** One shop's program has changed the order of the columns. */
    private static String header(int shop) {
        return shop == 6
                ? "day,shop,order_id,ordered_at,product,quantity,amount,note"
                : "order_id,shop,day,ordered_at,product,quantity,amount,note";
    }

    private String row(LocalDate day, int shop) {
        LocalDateTime orderedAt = day.atTime(LocalTime.ofSecondOfDay(8 * 3600 + random.nextInt(12 * 3600)));
        String quantity = random.nextInt(50) == 0 ? "" : String.valueOf(1 + random.nextInt(5));
        int cents = 199 + random.nextInt(20_000);
        String rest = "%s,%s,%s,%d.%02d,%s"
                .formatted(orderedAt, quoted(pick(PRODUCTS)), quantity, cents / 100, cents % 100, quoted(pick(NOTES)));
        orderId++;
        return shop == 6
                ? "%s,%s,%d,%s".formatted(day, SHOPS.get(shop), orderId, rest)
                : "%d,%s,%s,%s".formatted(orderId, SHOPS.get(shop), day, rest);
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String quoted(String text) {
        boolean needed = text.chars().anyMatch(each -> ",\"\n".indexOf(each) >= 0);
        return needed ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
