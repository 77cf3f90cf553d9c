/**
 * What a user's SQL text says: statements as values, whose expressions and queries stay the user's own text with its
 * place in the script. Kinds, targets and clauses are read here; what an expression means, the engine says.
 */
package io.sluice.sql;
