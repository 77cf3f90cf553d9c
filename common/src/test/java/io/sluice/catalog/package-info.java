/** The contract suite that every catalog backend passes. */
package io.sluice.catalog;
