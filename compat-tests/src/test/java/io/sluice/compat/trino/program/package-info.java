/** Programs that the tests of Trino run in processes of their own. */
package io.sluice.compat.trino.program;
