/**
 * A user's session: runs statements one after the other, each in a transaction of its own or several in one, tries
 * those again that others have overtaken, and tells how they ended.
 */
package io.sluice.session;
