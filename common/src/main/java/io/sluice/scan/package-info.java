/** What a read needs: predicates, pruning, and the plan of files that may hold matching rows. No I/O. */
package io.sluice.scan;
