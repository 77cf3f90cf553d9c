package io.sluice.format.delta;

import io.sluice.error.SluiceException;
import io.sluice.table.TableVersion;

/** The states of a table that a commit in the making may look at. Nothing is read before it does. */
interface States {
    /** Of a table that is being created. */
    States NONE = new States() {
        @Override
        public DeltaSnapshot tip() {
            throw SluiceException.bug("a table that is being created has no files yet");
        }

        @Override
        public DeltaSnapshot at(TableVersion version) {
            throw SluiceException.bug("a table that is being created has no version " + version);
        }

        @Override
        public boolean isThere(String location) {
            throw SluiceException.bug("a table that is being created has no files yet");
        }
    };

    /** The state that the commit follows. */
    DeltaSnapshot tip();

    /** An earlier state; a user error if there is none of that number. */
    DeltaSnapshot at(TableVersion version);

    /** Whether there is a file at an absolute location. */
    boolean isThere(String location);
}
