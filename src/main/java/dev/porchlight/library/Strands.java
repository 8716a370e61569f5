package dev.porchlight.library;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * Visits of a camera, with a clip, or of a distance. All visits that are alike in these are a strand, which an index holds
 * in the order of taking: one strand for each camera with and without a clip, and where distances are asked for, for each
 * centimetre too (an HC-SR04 knows 400 of them). The newest visit of each strand that agrees is looked up, some µs each,
 * and the strands are merged, a look-up for each visit shown. So a million visits cost what a thousand cost, whether all
 * agree or none; a bound on how far back to look would have been cheaper to write and would have missed the rare ones.
 */
final class Strands {
    private final Connection c;
    private final VisitQuery query;
    private final long first;
    private final long before;
    private final boolean byDistance;
    private final String index;

    private record Strand(String camera, int clip, OptionalInt cm, long newest) {}

    /**
     * @param first no visit with a smaller number agrees
     * @param before none with this number or a greater one does
     */
    Strands(Connection c, VisitQuery query, long first, long before) {
        this.c = c;
        this.query = query;
        this.first = first;
        this.before = before;
        this.byDistance = VisitPages.asksDistance(query);
        this.index = byDistance ? "visit_of_distance" : "visit_of_camera";
    }

    List<Visit> newest(int limit) throws SQLException {
        PriorityQueue<Strand> strands =
                new PriorityQueue<>(Comparator.comparing(Strand::newest).reversed());
        strands.addAll(all());
        List<Object> numbers = new ArrayList<>();
        while (numbers.size() < limit && !strands.isEmpty()) {
            Strand strand = strands.remove();
            numbers.add(strand.newest());
            OptionalLong next = next(strand);
            if (next.isPresent()) {
                strands.add(new Strand(strand.camera(), strand.clip(), strand.cm(), next.getAsLong()));
            }
        }
        String marks = "?,".repeat(numbers.size());
        return numbers.isEmpty()
                ? List.of()
                : VisitRows.list(
                        c,
                        "SELECT * FROM visit NOT INDEXED WHERE seq IN (" + marks.substring(0, marks.length() - 1)
                                + ") ORDER BY seq DESC",
                        numbers.toArray());
    }

    /** The strands that have a visit that agrees. SQLite goes from one to the next without reading what is between. */
    private List<Strand> all() throws SQLException {
        Clauses sql = new Clauses();
        addCameras(sql);
        sql.add(query.withClip() ? ", clips(has) AS (VALUES(1))" : ", clips(has) AS (VALUES(0), (1))");
        addStrands(sql);
        sql.add(" SELECT camera, clip, cm, (" + from() + " v.camera = strand.camera AND v.clip = strand.clip"
                + (byDistance ? " AND v.closest_cm = strand.cm" : ""));
        addNewest(sql, before);
        sql.add(") FROM strand WHERE camera IS NOT NULL");
        if (byDistance) {
            sql.add(" AND cm <= ?", maxCm());
        }
        List<Strand> strands = new ArrayList<>();
        try (PreparedStatement s = Catalog.prepare(c, sql.sql(), sql.parameters());
                ResultSet row = s.executeQuery()) {
            while (row.next()) {
                long newest = row.getLong(4);
                if (!row.wasNull()) {
                    strands.add(new Strand(
                            row.getString(1),
                            row.getInt(2),
                            byDistance ? OptionalInt.of(row.getInt(3)) : OptionalInt.empty(),
                            newest));
                }
            }
        }
        return strands;
    }

    private void addCameras(Clauses sql) {
        if (query.camera().isPresent()) {
            sql.add(
                    "WITH RECURSIVE cameras(name) AS (VALUES(?))",
                    query.camera().get());
        } else {
            String least = "SELECT MIN(camera) FROM visit INDEXED BY visit_of_camera WHERE deleted_ms IS NULL";
            sql.add("WITH RECURSIVE cameras(name) AS (" + least + " UNION ALL SELECT (" + least
                    + " AND camera > name) FROM cameras WHERE name IS NOT NULL)");
        }
    }

    private void addStrands(Clauses sql) {
        if (!byDistance) {
            sql.add(", strand(camera, clip, cm) AS (SELECT name, has, NULL FROM cameras CROSS JOIN clips)");
            return;
        }
        String least = "(SELECT MIN(closest_cm) FROM visit AS v INDEXED BY visit_of_distance WHERE deleted_ms IS NULL";
        sql.add(
                ", strand(camera, clip, cm) AS (SELECT name, has, " + least
                        + " AND v.camera = name AND v.clip = has AND v.closest_cm >= ?) FROM cameras CROSS JOIN clips"
                        + " UNION ALL SELECT camera, clip, " + least
                        + " AND v.camera = strand.camera AND v.clip = strand.clip AND v.closest_cm > strand.cm)"
                        + " FROM strand WHERE cm < ?)",
                query.minCm().orElse(0),
                maxCm());
    }

    private int maxCm() {
        return query.maxCm().orElse(Integer.MAX_VALUE);
    }

    private OptionalLong next(Strand strand) throws SQLException {
        Clauses sql = new Clauses();
        sql.add(" v.camera = ? AND v.clip = ?", strand.camera(), strand.clip());
        strand.cm().ifPresent(cm -> sql.add(" AND v.closest_cm = ?", cm));
        addNewest(sql, strand.newest());
        try (PreparedStatement s = Catalog.prepare(c, from() + sql.sql(), sql.parameters());
                ResultSet row = s.executeQuery()) {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
    }

    private String from() {
        return "SELECT v.seq FROM visit AS v INDEXED BY " + index + " WHERE deleted_ms IS NULL AND";
    }

    private void addNewest(Clauses sql, long below) {
        sql.addDays(query);
        sql.add(" AND v.seq >= ? AND v.seq < ? ORDER BY v.seq DESC LIMIT 1", first, below);
    }
}
