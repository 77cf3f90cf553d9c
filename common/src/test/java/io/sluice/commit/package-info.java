/** The conflict rules as a table, and the committer against a table that loses replies. */
package io.sluice.commit;
