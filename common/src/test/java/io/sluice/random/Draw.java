package io.sluice.random;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What chance decides, for tests that make up programs. */
public final class Draw {
    private final RandomGenerator random;

    public Draw(RandomGenerator random) {
        this.random = random;
    }

    /** A number from low to high, both included. */
    public int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /** True in so many of a hundred cases. */
    public boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    public <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @SafeVarargs
    public final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Some of them, at least one, in their order. */
    public <T> List<T> some(List<T> choices) {
        List<T> chosen =
                new ArrayList<>(choices.stream().filter(each -> percent(50)).toList());
        return chosen.isEmpty() ? List.of(of(choices)) : chosen;
    }
}
