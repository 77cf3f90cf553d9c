/**
 * Independent readers of Delta tables, and the form in which their answers are compared with what a test has written.
 * Nothing here reads a log or a data file with code of Sluice, except {@link io.sluice.compat.judge.SluiceReader},
 * which is the accused.
 */
package io.sluice.compat.judge;
