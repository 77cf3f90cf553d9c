/** Trino's transactions as transactions over the tables of a lake. */
package io.sluice.trino.transaction;
