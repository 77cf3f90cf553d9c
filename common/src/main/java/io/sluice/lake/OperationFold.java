package io.sluice.lake;

import io.sluice.commit.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What several statements are called when they land as one commit. */
final class OperationFold {
    /** The name of a commit of unlike statements. */
    static final String SEVERAL = "TRANSACTION";

    private OperationFold() {}

    /** @param operations at least one */
    static Operation fold(List<Operation> operations) {
        Operation first = operations.get(0);
        if (operations.size() == 1) {
            return first;
        }
        List<String> names = operations.stream().map(Operation::name).toList();
        boolean alike = names.stream().distinct().count() == 1;
        return new Operation(
                first.engine(),
                alike ? first.name() : SEVERAL,
                Map.of("statements", names.stream().collect(Collectors.joining(", "))),
                metrics(operations));
    }

    /** Counts are added up; what is no count is left out. */
    private static Map<String, String> metrics(List<Operation> operations) {
        Map<String, Long> sums = new LinkedHashMap<>();
        for (Operation operation : operations) {
            operation.metrics().forEach((name, text) -> {
                if (text.matches("\\d{1,18}")) {
                    sums.merge(name, Long.parseLong(text), Long::sum);
                }
            });
        }
        Map<String, String> metrics = new LinkedHashMap<>();
        sums.forEach((name, sum) -> metrics.put(name, sum.toString()));
        return metrics;
    }
}
