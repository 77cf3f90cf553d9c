package io.sluice.trino.programs;

import io.sluice.random.Draw;
import io.sluice.trino.programs.Shape.Atom;
import io.sluice.trino.programs.Shape.Items;
import io.sluice.trino.programs.Shape.Named;
import io.sluice.trino.programs.Shape.Part;
import io.sluice.trino.programs.Shape.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Random types and values of them. */
final class Values {
    private static final List<Atom> ATOMS = List.of(
            Atom.BOOLEAN,
            Atom.TINYINT,
            Atom.SMALLINT,
            Atom.INTEGER,
            Atom.INTEGER,
            Atom.BIGINT,
            Atom.BIGINT,
            Atom.REAL,
            Atom.DOUBLE,
            Atom.DOUBLE,
            Atom.SHORT_DECIMAL,
            Atom.LONG_DECIMAL,
            Atom.VARCHAR,
            Atom.VARCHAR,
            Atom.VARBINARY,
            Atom.DATE,
            Atom.TIMESTAMP,
            Atom.INSTANT);

    private final Draw draw;

    Values(Draw draw) {
        this.draw = draw;
    }

    Shape shape() {
        return switch (draw.between(0, 11)) {
            case 0 -> struct();
            case 1 -> new Items(draw.percent(30) ? struct() : atom());
            case 2 -> draw.percent(50) ? new Named(atom()) : struct();
            default -> atom();
        };
    }

    Atom atom() {
        return draw.of(ATOMS);
    }

    private Struct struct() {
        List<Part> parts = new ArrayList<>(List.of(new Part("x", atom()), new Part("y", atom())));
        if (draw.percent(30)) {
            parts.add(new Part("in", new Struct(List.of(new Part("z", atom())))));
        }
        return new Struct(parts);
    }

    /** A value of the type, never null itself. */
    String literal(Shape shape) {
        return switch (shape) {
            case Atom atom -> draw.of(atom.literals());
            case Struct struct ->
                typed(
                        struct.parts().stream()
                                .map(part -> orNull(part.shape()))
                                .collect(Collectors.joining(", ", "ROW(", ")")),
                        shape);
            case Items items ->
                typed(
                        draw.of("ARRAY[]", "ARRAY[%s]", "ARRAY[NULL, %1$s]", "ARRAY[%1$s, %1$s]")
                                .formatted(literal(items.item())),
                        shape);
            case Named named ->
                typed(
                        draw.of("MAP()", "MAP(ARRAY['k'], ARRAY[%s])", "MAP(ARRAY['k', 'l'], ARRAY[%s, NULL])")
                                .formatted(literal(named.value())),
                        shape);
        };
    }

    private String orNull(Shape shape) {
        return draw.percent(20) ? typed("NULL", shape) : literal(shape);
    }

    /** A value whose type nobody has to guess. */
    static String typed(String expression, Shape shape) {
        return "CAST(" + expression + " AS " + shape.sql() + ")";
    }

    /** As a table keeps it. */
    static String stored(String expression, Shape shape) {
        String typed = typed(expression, shape);
        return shape == Atom.INSTANT ? "(" + typed + " AT TIME ZONE 'UTC')" : typed;
    }
}
