package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.spark.read.FilterTranslation;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.session.WriteTarget;
import io.sluice.table.TableProperties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsDynamicOverwrite;
import org.apache.spark.sql.connector.write.SupportsOverwriteV2;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;

/** Chooses what a write of rows does with those that are there. */
public final class SluiceWriteBuilder implements SupportsOverwriteV2, SupportsDynamicOverwrite {
    private final WriteTarget target;
    private final LogicalWriteInfo info;
    private Replaced replaced = new Replaced.Nothing();

    /** @param info says rows with the columns of the target, in their order */
    public SluiceWriteBuilder(WriteTarget target, LogicalWriteInfo info) {
        this.target = requireNonNull(target, "target");
        this.info = requireNonNull(info, "info");
    }

    @Override
    public WriteBuilder truncate() {
        return replacing(new Replaced.Everything());
    }

    /** A user error if it cannot: Spark's own would not say what to do instead. */
    @Override
    public boolean canOverwrite(Predicate[] conditions) {
        if (target instanceof PinnedTable table && condition(conditions).isEmpty()) {
            throw SluiceException.user(
                    "the rows of table %1$s where %2$s cannot be replaced: they are found by columns that are compared with constants of their own type by =, <, IN, LIKE 'x%%' or IS NULL, and by AND, OR and NOT of these. Write the condition so, or use a transaction: CALL %3$s.system.begin(), DELETE the rows, INSERT the new ones, CALL %3$s.system.commit()"
                            .formatted(
                                    table.name(),
                                    text(conditions),
                                    table.session().catalog()));
        }
        return target instanceof PinnedTable;
    }

    private static String text(Predicate[] conditions) {
        return Arrays.stream(conditions).map(Predicate::toString).collect(Collectors.joining(" AND "));
    }

    private Optional<io.sluice.scan.Predicate> condition(Predicate[] conditions) {
        FilterTranslation translation = new FilterTranslation(target.metadata().schema());
        List<io.sluice.scan.Predicate> parts = new ArrayList<>();
        for (Predicate condition : conditions) {
            Optional<io.sluice.scan.Predicate> part = translation.translate(condition);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(part.get());
        }
        return Optional.of(io.sluice.scan.Predicate.and(parts));
    }

    @Override
    public WriteBuilder overwrite(Predicate[] conditions) {
        return replacing(new Replaced.Where(condition(conditions).orElseThrow(), text(conditions)));
    }

    @Override
    public WriteBuilder overwriteDynamicPartitions() {
        return replacing(new Replaced.Partitions());
    }

    private WriteBuilder replacing(Replaced rows) {
        if (target instanceof PinnedTable table) {
            WriteRules.requireChangeable(table.name(), TableProperties.of(table.metadata()));
        }
        replaced = rows;
        return this;
    }

    @Override
    public Write build() {
        WriteRules.requireWritable(target, info.schema());
        WriteRules.requireLevel(target, info.options());
        if (NumberedWrite.of(info.options()).isPresent() && !(target instanceof PinnedTable)) {
            throw SluiceException.user("a write with a number goes to a table that is there: create table %s first"
                    .formatted(target.table().name()));
        }
        NewFiles files = NewFiles.of(target.metadata(), target.table().location(), info.options());
        return new SluiceWrite(target, files, replaced, info);
    }
}
