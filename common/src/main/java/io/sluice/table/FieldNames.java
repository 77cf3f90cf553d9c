package io.sluice.table;

import io.sluice.error.SluiceException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rule that sibling fields differ by more than case. */
final class FieldNames {
    private FieldNames() {}

    static void requireUnique(List<Field> fields) {
        Map<String, String> seen = new HashMap<>();
        for (Field field : fields) {
            String earlier = seen.putIfAbsent(field.name().toLowerCase(Locale.ROOT), field.name());
            if (earlier != null) {
                throw SluiceException.user(
                        "columns '%s' and '%s' have the same name (case does not count): rename one of them"
                                .formatted(earlier, field.name()));
            }
        }
    }
}
