package io.sluice.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.SluiceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every storage does. */
public abstract class StorageContract {
    private static final int THREADS = 8;

    /** The storage under test, empty below {@link #folder}. */
    protected abstract Storage storage();

    /** An absolute folder that does not exist yet, without a final {@code /}. */
    protected abstract String folder();

    @Test
    void aFileIsReadAsItWasCreated() {
        assertThat(storage().create(at("a.json"), bytes("content"))).isEqualTo(Creation.CREATED);

        assertThat(text("a.json")).isEqualTo("content");
        assertThat(storage().stat(at("a.json"))).get().satisfies(file -> {
            assertThat(file.location()).isEqualTo(at("a.json"));
            assertThat(file.name()).isEqualTo("a.json");
            assertThat(file.sizeBytes()).isEqualTo(7);
            assertThat(file.modifiedMillis()).isPositive();
        });
    }

    @Test
    void anEmptyFileIsAFile() {
        storage().create(at("empty"), new byte[0]);

        assertThat(storage().read(at("empty"))).hasValue(new byte[0]);
        assertThat(storage().create(at("empty"), bytes("x"))).isEqualTo(Creation.EXISTS);
    }

    @Test
    void namesMayHaveBlanksPercentSignsAndLettersOfAnyScript() {
        storage().create(at("größe=1 %2F 数/späte datei.json"), bytes("x"));

        assertThat(text("größe=1 %2F 数/späte datei.json")).isEqualTo("x");
        assertThat(storage().list(at("größe=1 %2F 数")))
                .extracting(StoredFile::name)
                .containsExactly("späte datei.json");
    }

    @Test
    void whatIsMissingIsAnsweredAsMissing() {
        assertThat(storage().read(at("none/none"))).isEmpty();
        assertThat(storage().stat(at("none/none"))).isEmpty();
        assertThat(storage().list(at("none"))).isEmpty();
        storage().delete(at("none/none"));
    }

    @Test
    void creationLeavesAnExistingFileAlone() {
        storage().create(at("a"), bytes("first"));

        assertThat(storage().create(at("a"), bytes("second"))).isEqualTo(Creation.EXISTS);
        assertThat(text("a")).isEqualTo("first");
    }

    @Test
    void ofManyThreadsThatCreateAFileExactlyOneWins() throws Exception {
        for (int round = 0; round < 20; round++) {
            String location = at("log/%020d.json".formatted(round));
            List<Creation> answers = inParallel(thread -> storage().create(location, largeContent(thread)));

            assertThat(answers).containsOnlyOnce(Creation.CREATED).hasSize(THREADS);
            int winner = answers.indexOf(Creation.CREATED);
            assertThat(storage().read(location)).hasValue(largeContent(winner));
        }
        assertThat(storage().list(at("log"))).hasSize(20);
    }

    @Test
    void aFileIsSeenWithItsWholeContentOrNotAtAll() throws Exception {
        String location = at("watched");
        List<Boolean> whole = inParallel(thread -> {
            if (thread % 2 == 0) {
                for (int i = 0; i < 20; i++) {
                    if (i % 2 == 0) {
                        storage().write(location, largeContent(thread));
                    } else {
                        storage().writeExpendable(location, largeContent(thread));
                    }
                }
                return true;
            }
            boolean allWhole = true;
            for (int i = 0; i < 200; i++) {
                allWhole &=
                        storage().read(location).map(StorageContract::isWhole).orElse(true);
            }
            return allWhole;
        });

        assertThat(whole).containsOnly(true);
    }

    @Test
    void writingReplacesTheContentAndDescribesTheFile() {
        storage().write(at("pointer"), bytes("one"));
        StoredFile written = storage().write(at("pointer"), bytes("three"));

        assertThat(text("pointer")).isEqualTo("three");
        assertThat(storage().stat(at("pointer"))).hasValue(written);

        StoredFile expendable = storage().writeExpendable(at("pointer"), bytes("fourteen"));
        assertThat(text("pointer")).isEqualTo("fourteen");
        assertThat(storage().stat(at("pointer"))).hasValue(expendable);
        StoredFile inFolder = storage().writeExpendable(at("new/folder/pointer"), bytes("five"));
        assertThat(storage().listAll(at("new"))).containsExactly(inFolder);
    }

    @Test
    void aCopyHasTheContentAndOutlivesItsSource() {
        storage().create(at("staged/a"), bytes("content"));

        assertThat(storage().copy(at("staged/a"), at("published/a"))).isEqualTo(Creation.CREATED);
        storage().delete(at("staged/a"));
        assertThat(text("published/a")).isEqualTo("content");
    }

    @Test
    void aCopyLeavesAnExistingFileAlone() {
        storage().create(at("from"), bytes("from"));
        storage().create(at("to"), bytes("to"));

        assertThat(storage().copy(at("from"), at("to"))).isEqualTo(Creation.EXISTS);
        assertThat(text("to")).isEqualTo("to");
    }

    @Test
    void ofManyThreadsThatCopyToOnePlaceExactlyOneWins() throws Exception {
        List<Creation> answers = inParallel(thread -> {
            storage().create(at("from-" + thread), largeContent(thread));
            return storage().copy(at("from-" + thread), at("target"));
        });

        int winner = answers.indexOf(Creation.CREATED);
        assertThat(answers).containsOnlyOnce(Creation.CREATED);
        assertThat(storage().read(at("target"))).hasValue(largeContent(winner));
    }

    @Test
    void copyingWhatIsNotThereFails() {
        assertThatThrownBy(() -> storage().copy(at("none"), at("to")))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(SluiceException.Kind.EXTERNAL))
                .hasMessageContaining(at("none"));
        assertThat(storage().stat(at("to"))).isEmpty();
    }

    @Test
    void aListingHasTheFilesOfOneFolderByName() {
        for (String name : List.of("b", "a", "c/nested", "B", "10", "9")) {
            storage().create(at("folder/" + name), bytes(name));
        }
        storage().create(at("folder2"), bytes("x"));

        assertThat(storage().list(at("folder"))).extracting(StoredFile::name).containsExactly("10", "9", "B", "a", "b");
        assertThat(storage().list(at("folder")))
                .extracting(StoredFile::sizeBytes)
                .containsExactly(2L, 1L, 1L, 1L, 1L);
    }

    @Test
    void allFilesBelowAFolderAreListedByLocation() {
        for (String name : List.of("top/b/c", "top/a", "top/b/a/x", "top2/a")) {
            storage().create(at(name), bytes("x"));
        }

        assertThat(storage().listAll(at("top")))
                .extracting(StoredFile::location)
                .containsExactly(at("top/a"), at("top/b/a/x"), at("top/b/c"));
        assertThat(storage().listAll(at("none"))).isEmpty();
    }

    @Test
    void aPartOfAFileIsReadWithoutTheRest() {
        storage().create(at("a"), bytes("0123456789"));

        assertThat(storage().read(at("a"), 3, 4)).hasValue(bytes("3456"));
        assertThat(storage().read(at("a"), 8, 4)).hasValue(bytes("89"));
        assertThat(storage().read(at("none"), 0, 4)).isEmpty();
    }

    @Test
    void aDeletedFileIsGoneAndItsNameIsFree() {
        storage().create(at("a"), bytes("one"));
        storage().delete(at("a"));

        assertThat(storage().read(at("a"))).isEmpty();
        assertThat(storage().list(folder())).isEmpty();
        assertThat(storage().create(at("a"), bytes("two"))).isEqualTo(Creation.CREATED);
    }

    protected final String at(String name) {
        return folder() + "/" + name;
    }

    private String text(String name) {
        return new String(storage().read(at(name)).orElseThrow(), UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** A size that file systems write in several steps, of one byte value that names the writer. */
    private static byte[] largeContent(int writer) {
        byte[] content = new byte[300_000];
        Arrays.fill(content, (byte) writer);
        return content;
    }

    private static boolean isWhole(byte[] content) {
        return content.length == 300_000 && Arrays.equals(content, largeContent(content[0]));
    }

    private interface Task<T> {
        T run(int thread) throws Exception;
    }

    private static <T> List<T> inParallel(Task<T> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Callable<T>> calls = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                calls.add(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    return task.run(number);
                });
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(calls, 5, TimeUnit.MINUTES)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }
}
