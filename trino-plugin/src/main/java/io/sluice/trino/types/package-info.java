/** Sluice's types and values as Trino's, and back. */
package io.sluice.trino.types;
