/** Finding tables and reading their rows. */
package io.sluice.trino.read;
