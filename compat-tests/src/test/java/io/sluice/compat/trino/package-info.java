/** Servers of Trino with the packaged plugin, as users have them, beside the other engines at one lake. */
package io.sluice.compat.trino;
