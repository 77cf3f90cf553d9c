package io.sluice.trino;

import io.airlift.configuration.Config;
import io.airlift.configuration.ConfigDescription;
import io.airlift.configuration.ConfigSecuritySensitive;
import io.airlift.units.Duration;
import jakarta.validation.constraints.NotNull;
import java.util.concurrent.TimeUnit;

/** The lines of {@code etc/catalog/NAME.properties}. A bean, as the server's configuration asks for one. */
public final class SluiceConfig {
    private String lake;
    private Duration maxStaleness = new Duration(0, TimeUnit.SECONDS);
    private boolean collectingOnWrite = true;

    /** The lake's URI, as everywhere in Sluice. */
    @NotNull
    public String getLake() {
        return lake;
    }

    /**
     * Sets the lake's URI. It may have a password, which is refused; the server prints what is not sensitive before.
     */
    @Config("sluice.lake")
    @ConfigSecuritySensitive
    @ConfigDescription("The lake: a folder, file:///folder or postgresql://host/db?warehouse=/folder")
    public SluiceConfig setLake(String uri) {
        lake = uri;
        return this;
    }

    /** How old may be what statements read that change nothing. */
    @NotNull
    public Duration getMaxStaleness() {
        return maxStaleness;
    }

    @Config("sluice.max-staleness")
    @ConfigDescription("How old the state of the lake may be that statements read which change nothing")
    public SluiceConfig setMaxStaleness(Duration age) {
        maxStaleness = age;
        return this;
    }

    /** Whether statements that write collect statistics. */
    public boolean isCollectingOnWrite() {
        return collectingOnWrite;
    }

    /** Sets whether statements that write collect statistics; a session may say otherwise. */
    @Config("sluice.extended-statistics.collect-on-write")
    @ConfigDescription("Whether INSERT and CREATE TABLE AS collect what ANALYZE does")
    public SluiceConfig setCollectingOnWrite(boolean collecting) {
        collectingOnWrite = collecting;
        return this;
    }
}
