package io.sluice.compat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Source: Delta protocol, "Partition Value Serialization". */
final class PartitionText {
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    private PartitionText() {}

    static Optional<String> of(Object value) {
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof LocalDateTime local) {
            return Optional.of(TIMESTAMP.format(local));
        }
        if (value instanceof Instant || !(value instanceof BigDecimal decimal)) {
            return Optional.of(value.toString());
        }
        return Optional.of(decimal.toPlainString());
    }
}
