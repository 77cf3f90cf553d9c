/**
 * What {@code CALL catalog.system.…} runs: transactions over several statements, the history of tables, and restores.
 */
package io.sluice.spark.procedures;
