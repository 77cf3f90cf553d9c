/**
 * The proof of the isolation levels: writers in several processes log what they saw, did and were told, and a checker
 * looks for a serial order that explains all of it.
 */
package io.sluice.compat.histories;
