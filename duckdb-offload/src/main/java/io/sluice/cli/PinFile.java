package io.sluice.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.error.SluiceException;
import io.sluice.lake.Pins;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Versions that were read, as a JSON file: {@code {"sales.orders": "12@<identity of the table>"}}. */
final class PinFile {
    private static final JsonFactory FACTORY = new JsonFactory();

    private PinFile() {}

    /** @param file {@code -} is stdout */
    static void write(String file, Pins pins, Terminal terminal) {
        if (file.equals("-")) {
            Json.print(pins.texts(), terminal.out());
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            Json.print(pins.texts(), out);
        }
        try {
            Files.write(Path.of(file), bytes.toByteArray());
        } catch (IOException e) {
            throw SluiceException.user("the versions cannot be written to %s: %s".formatted(file, e), e);
        }
    }

    static Pins read(Path file) {
        Map<String, String> pins = new LinkedHashMap<>();
        try (JsonParser json = FACTORY.createParser(Files.readAllBytes(file))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw malformed(file);
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String table = json.currentName();
                if (!json.nextToken().isScalarValue()) {
                    throw malformed(file);
                }
                pins.put(table, json.getText());
            }
        } catch (JsonProcessingException e) {
            throw malformed(file);
        } catch (IOException e) {
            throw SluiceException.user("the file %s cannot be read: %s".formatted(file, e), e);
        }
        return Pins.parse(pins);
    }

    private static SluiceException malformed(Path file) {
        return SluiceException.user(
                "%s does not hold versions of tables: write {\"sales.orders\": 12}, or what --pin has written"
                        .formatted(file));
    }
}
