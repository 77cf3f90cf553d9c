/**
 * The Delta format: actions and their JSON, snapshots by log replay, commits that a catalog ratifies, publishing. Its
 * door is {@code DeltaFormat}. Source: Delta protocol, {@code PROTOCOL.md} of delta-io/delta.
 */
package io.sluice.format.delta;
