/** What properties of a table say. */
package io.sluice.table;
