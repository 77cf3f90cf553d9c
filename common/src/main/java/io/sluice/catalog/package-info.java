/**
 * What a catalog is: names of tables, and the decision which commit is the next version. Each backend has a room of its
 * own below this one and passes the same contract suite.
 */
package io.sluice.catalog;
