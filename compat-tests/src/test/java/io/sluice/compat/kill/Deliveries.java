package io.sluice.compat.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * The files that were delivered so far, and which of them somebody was told to be in the table. Safe for use by several
 * threads.
 */
final class Deliveries {
    static final int ROWS = 40;

    private final Path folder;
    private final RandomGenerator random;
    private final List<Path> files = new ArrayList<>();
    private final Set<Path> acknowledged = new TreeSet<>();

    Deliveries(Path folder, RandomGenerator random) {
        this.folder = folder;
        this.random = random;
    }

    /** New files and some of those that were delivered before, in any order. */
    synchronized List<Path> next(int fresh, int again) throws IOException {
        List<Path> delivery = new ArrayList<>();
        for (int i = 0; i < again && !files.isEmpty(); i++) {
            delivery.add(files.get(random.nextInt(files.size())));
        }
        for (int i = 0; i < fresh; i++) {
            delivery.add(random.nextInt(delivery.size() + 1), write(files.size()));
        }
        return delivery;
    }

    private Path write(int number) throws IOException {
        StringBuilder csv = new StringBuilder("file_id,row_no,amount,note\n");
        for (int row = 0; row < ROWS; row++) {
            csv.append("%d,%d,%d.%02d,row %d of %d%n".formatted(number, row, number % 97, row, row, number));
        }
        Path file = folder.resolve("delivery-%05d.csv".formatted(number));
        Files.writeString(file, csv);
        files.add(file);
        return file;
    }

    synchronized void acknowledge(Path file) {
        acknowledged.add(file);
    }

    synchronized List<Path> all() {
        return List.copyOf(files);
    }

    synchronized int count() {
        return files.size();
    }

    /** The number of a file, which is in each of its rows. */
    static int number(Path file) {
        return Integer.parseInt(file.getFileName().toString().replaceAll("[^0-9]", ""));
    }

    synchronized Set<Integer> acknowledgedNumbers() {
        Set<Integer> numbers = new TreeSet<>();
        acknowledged.forEach(file -> numbers.add(number(file)));
        return numbers;
    }
}
