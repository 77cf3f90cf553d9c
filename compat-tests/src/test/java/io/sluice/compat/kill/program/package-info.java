/** The writers that the kill loop starts as processes and kills. */
package io.sluice.compat.kill.program;
