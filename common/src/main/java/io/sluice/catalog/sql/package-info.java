/**
 * The embedded catalog: one SQL schema in an SQLite file or in PostgreSQL, and the rules of ratification in the client.
 * The doors are {@code SqliteCatalogs} and {@code PostgresCatalogs}; what differs between the two databases is in their
 * {@code Dialect} and their {@code SessionPool}.
 */
package io.sluice.catalog.sql;
