/** What the log tells of files. */
package io.sluice.scan;
