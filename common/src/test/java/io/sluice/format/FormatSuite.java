package io.sluice.format;

import io.sluice.catalog.Catalog;
import io.sluice.storage.Storage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One part of the contract: each test has a new lake, and one process at work in it. */
abstract class FormatSuite {
    private final String name = "c" + UUID.randomUUID().toString().replace("-", "");
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final InstantSource clock = now::get;
    private final List<TableFormat> formats = new ArrayList<>();
    private Catalog catalog;
    private Storage storage;
    protected FormatWorld world;

    protected abstract TableFormatContract contract();

    @BeforeEach
    void openNewLake() {
        catalog = contract().catalog(name);
        storage = contract().storage();
        world = another();
    }

    @AfterEach
    void closeLake() {
        formats.forEach(TableFormat::close);
        catalog.close();
    }

    /** One more process at work in the same lake. */
    protected FormatWorld another() {
        TableFormat format = contract().format(clock);
        formats.add(format);
        return new FormatWorld(catalog, storage, format, contract().folder());
    }

    protected void setClock(String instant) {
        now.set(Instant.parse(instant));
    }
}
