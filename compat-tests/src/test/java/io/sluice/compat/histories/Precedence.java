package io.sluice.compat.histories;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What has to come before what. */
final class Precedence<T> {
    private enum Visit {
        OPEN,
        DONE
    }

    private final Map<T, Set<T>> before = new LinkedHashMap<>();
    private final Map<T, Visit> visits = new HashMap<>();
    private final List<T> order = new ArrayList<>();
    private List<T> cycle;

    void add(T one) {
        before.computeIfAbsent(one, none -> new LinkedHashSet<>());
    }

    /** The first comes before the second. */
    void put(T first, T second) {
        add(first);
        add(second);
        before.get(second).add(first);
    }

    /** All in an order that respects everything; empty if there is none, see {@link #cycle}. */
    Optional<List<T>> order() {
        for (T one : before.keySet()) {
            visit(one, new ArrayList<>());
        }
        return cycle == null ? Optional.of(List.copyOf(order)) : Optional.empty();
    }

    /** Some that would each have to come before the next, and the last before the first. */
    List<T> cycle() {
        return List.copyOf(cycle);
    }

    private void visit(T one, List<T> path) {
        Visit visit = visits.get(one);
        if (cycle != null || visit == Visit.DONE) {
            return;
        }
        if (visit == Visit.OPEN) {
            cycle = new ArrayList<>(path.subList(path.indexOf(one), path.size()));
            Collections.reverse(cycle);
            return;
        }
        visits.put(one, Visit.OPEN);
        path.add(one);
        before.get(one).forEach(earlier -> visit(earlier, path));
        path.remove(path.size() - 1);
        visits.put(one, Visit.DONE);
        order.add(one);
    }
}
