/** What travels between coordinator and workers: plain records, as JSON. */
package io.sluice.trino.handle;
