/** The plugin as the server sees it: connector, catalogs' configuration, and the door to the tables of a lake. */
package io.sluice.trino;
