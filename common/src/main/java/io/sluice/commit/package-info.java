/**
 * Commits: changes as values, the rules of conflict, and the only retry loop there is. The room knows nothing of
 * catalogs and formats; they meet it in {@link io.sluice.commit.CommitTarget}.
 */
package io.sluice.commit;
