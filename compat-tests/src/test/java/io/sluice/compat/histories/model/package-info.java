/**
 * Transactions as values: what a writer does to rows with keys and values, what it saw, and how it ended. Writers log
 * them, and a checker runs them again on tables in memory.
 */
package io.sluice.compat.histories.model;
