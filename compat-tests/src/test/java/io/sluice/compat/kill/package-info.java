/** Writers that are killed at random moments: what was acknowledged is in exactly once, whatever happens. */
package io.sluice.compat.kill;
