package io.sluice.spark.races;

import io.sluice.commit.RejectionReason;

/**
 * Two statements at the same time. Both begin with tables {@code a} and {@code b} of four rows (id, n), where n is 10,
 * and an empty table {@code totals} (n).
 *
 * @param mine calls {@code meanwhile}
 * @param others runs in the midst of it
 * @param table that mine is rejected for
 */
record Race(String name, String mine, String others, String table, RejectionReason reason) {
    @Override
    public String toString() {
        return name;
    }
}
