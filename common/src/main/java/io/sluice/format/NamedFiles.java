package io.sluice.format;

import java.util.Set;

/**
 * The files that a table needs, in its folder or elsewhere.
 *
 * @param locations of data files, change data and deletions that a version which can still be read names, or a commit
 *     that has not been decided yet
 * @param folders whose files are the table's log
 */
public record NamedFiles(Set<String> locations, Set<String> folders) {
    public NamedFiles {
        locations = Set.copyOf(locations);
        folders = Set.copyOf(folders);
    }

    /** Whether the file at that location is one of them. */
    public boolean has(String location) {
        return locations.contains(location) || folders.stream().anyMatch(folder -> location.startsWith(folder + "/"));
    }
}
