/** The one exception type of Sluice and its few kinds; engines translate it in one place each. */
package io.sluice.error;
