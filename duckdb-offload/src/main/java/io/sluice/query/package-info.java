/**
 * SQL over the tables of a lake: finds the tables that a statement names, pins one state of each, prunes their files by
 * what the engine's own optimiser has found out, and lets the engine read the rest.
 */
package io.sluice.query;
