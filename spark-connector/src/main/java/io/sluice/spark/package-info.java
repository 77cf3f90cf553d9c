/** The names that users type: the catalog, the format and what they hand out. Everything is done in the rooms below. */
package io.sluice.spark;
