/** What a table format is to the rest of Sluice. Each format has a room of its own below this one. */
package io.sluice.format;
