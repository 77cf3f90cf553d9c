/** What {@code CALL} does. */
package io.sluice.trino.procedures;
