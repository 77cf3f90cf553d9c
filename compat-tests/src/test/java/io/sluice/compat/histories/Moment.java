package io.sluice.compat.histories;

import io.sluice.compat.histories.model.Executed;

/** One of the two moments of a transaction: when it looked, and when it took effect. */
record Moment(Kind kind, Executed transaction) {
    /** The moments. */
    enum Kind {
        LOOK,
        COMMIT
    }

    static Moment look(Executed transaction) {
        return new Moment(Kind.LOOK, transaction);
    }

    static Moment commit(Executed transaction) {
        return new Moment(Kind.COMMIT, transaction);
    }

    @Override
    public String toString() {
        return transaction.id() + (kind == Kind.LOOK ? " looks" : " commits");
    }
}
