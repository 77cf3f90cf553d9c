/** The writers of a history, each a process of its own, over a catalog that loses requests and replies. */
package io.sluice.compat.histories.program;
