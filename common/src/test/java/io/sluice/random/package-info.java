/** Chance for tests, the same again for the same seed. */
package io.sluice.random;
