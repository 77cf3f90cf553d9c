/** The packaged Spark connector, in processes of their own. */
package io.sluice.compat.spark;
