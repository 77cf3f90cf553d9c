package io.sluice.table;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A map that never changes and keeps its order. Copying one again costs nothing, so that values of which there are
 * hundreds of thousands can share it.
 */
public final class StableMap<K, V> extends AbstractMap<K, V> {
    private static final StableMap<Object, Object> EMPTY = new StableMap<>(Map.of());

    private final Map<K, V> entries;

    private StableMap(Map<? extends K, ? extends V> entries) {
        this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** The same entries in the same order. */
    @SuppressWarnings("unchecked") // Of a map that cannot change, the types of an empty one do not matter.
    public static <K, V> Map<K, V> copyOf(Map<K, V> map) {
        if (map instanceof StableMap) {
            return map;
        }
        return map.isEmpty() ? (Map<K, V>) EMPTY : new StableMap<>(map);
    }

    @Override
    public V get(Object key) {
        return entries.get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return entries.containsKey(key);
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return entries.entrySet();
    }
}
