package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import java.util.function.Supplier;

/** Sends one proposal until a reply comes, or the policy's bounds are reached. */
final class Delivery {
    /** The catalog did not answer within the policy's bounds. */
    static final class NoReply extends Exception {
        private static final long serialVersionUID = 1L;
        private final RuntimeException last;

        NoReply(RuntimeException last) {
            super(last);
            this.last = last;
        }

        /** What stood between the catalog's answer and us. */
        RuntimeException last() {
            return last;
        }
    }

    private final RetryPolicy policy;
    private final Pacing pacing;

    Delivery(RetryPolicy policy, Pacing pacing) {
        this.policy = requireNonNull(policy, "policy");
        this.pacing = requireNonNull(pacing, "pacing");
    }

    /**
     * The catalog's answer.
     *
     * @throws SluiceException if the catalog has refused the first delivery; nothing has happened then
     */
    <A> A answer(Supplier<A> offer) throws NoReply {
        for (int delivery = 1; ; delivery++) {
            try {
                return offer.get();
            } catch (SluiceException failure) {
                boolean lastReplyWasLost = failure.kind() == SluiceException.Kind.EXTERNAL;
                if (!lastReplyWasLost && delivery == 1) {
                    throw failure;
                }
                // A plain refusal says nothing about an earlier delivery whose reply was lost.
                if (!lastReplyWasLost || delivery >= policy.deliveries()) {
                    throw new NoReply(failure);
                }
                awaitNext(delivery, failure);
            } catch (RuntimeException bug) {
                // It says nothing about what the catalog has done.
                throw new NoReply(bug);
            }
        }
    }

    /**
     * The catalog's answer to what is sent once, as a second delivery could not tell what became of the first.
     *
     * @throws SluiceException if the catalog has refused it; nothing has happened then
     */
    <A> A onlyAnswer(Supplier<A> offer) throws NoReply {
        try {
            return offer.get();
        } catch (SluiceException failure) {
            if (failure.kind() == SluiceException.Kind.EXTERNAL) {
                throw new NoReply(failure);
            }
            throw failure;
        } catch (RuntimeException bug) {
            throw new NoReply(bug);
        }
    }

    private void awaitNext(int delivery, SluiceException failure) throws NoReply {
        try {
            pacing.pause(policy.pauseAfter(delivery, pacing.random()));
        } catch (SluiceException interrupted) {
            interrupted.addSuppressed(failure);
            throw new NoReply(interrupted);
        }
    }
}
