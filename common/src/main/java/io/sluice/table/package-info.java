/**
 * The words that every other room uses: names, identities, versions, types, schemas, data files and their statistics.
 * Values only: no I/O, no clock.
 */
package io.sluice.table;
