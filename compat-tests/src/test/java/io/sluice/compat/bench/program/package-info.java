/** What the benchmarks start as processes of their own. Nothing here knows the harness. */
package io.sluice.compat.bench.program;
