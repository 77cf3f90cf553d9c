/**
 * What the driver knows of a lake: the open lake, the session's transaction, what running statements have read, and the
 * one way in which changes are committed. Executors never come here.
 */
package io.sluice.spark.session;
