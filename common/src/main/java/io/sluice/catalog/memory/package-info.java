/** The reference backend: a catalog in memory, written to be read. It lives as long as its process. */
package io.sluice.catalog.memory;
