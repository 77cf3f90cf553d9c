/** The {@code sluice} command: options, messages, progress and exit codes. What is done, others do. */
package io.sluice.cli;
