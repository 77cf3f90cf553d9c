/** Definitions: namespaces, and tables that are made, replaced, altered, renamed and dropped. */
package io.sluice.spark.catalog;
