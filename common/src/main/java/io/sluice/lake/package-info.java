/** What a user opens: a lake, named by one URI. The room wires catalogs, storage and formats together. */
package io.sluice.lake;
