/**
 * The benchmarks: what Sluice does, beside a peer that does the same in the same run. They print tables and assert
 * nothing about time. How to run them, and what they said: {@code docs/benchmarks.md}.
 */
package io.sluice.compat.bench;
