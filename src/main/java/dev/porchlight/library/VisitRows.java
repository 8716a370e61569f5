package dev.porchlight.library;

import dev.porchlight.library.Catalog.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Visits as rows: the SQL of the visit, media, reading and days tables. Called inside {@link Work}. */
final class VisitRows {
    private VisitRows() {}

    /** @param visit with its number, or 0 for the next one */
    static long insert(Connection c, Visit visit) throws SQLException {
        try (PreparedStatement s = Catalog.prepare(
                c,
                "INSERT INTO visit(seq, id, trigger_id, board, camera, start_ms, nanos, boot_id, clock_set, day, why,"
                        + " closest_mm, problem, folder) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?) RETURNING seq",
                visit.seq() == 0 ? null : visit.seq(),
                visit.id().value(),
                visit.triggerId(),
                visit.board().orElse(null),
                visit.camera(),
                visit.start().toEpochMilli(),
                visit.nanos(),
                visit.bootId(),
                visit.clockSet() ? 1 : 0,
                visit.day().toEpochDay(),
                visit.why(),
                visit.closestMm().isPresent() ? visit.closestMm().getAsInt() : null,
                visit.problem().orElse(null),
                visit.folder())) {
            long seq;
            try (ResultSet row = s.executeQuery()) {
                row.next();
                seq = row.getLong(1);
            }
            for (MediaFile file : visit.media()) {
                putMedia(c, seq, file);
            }
            count(c, visit.day(), visit.camera(), 1);
            markStale(c, seq);
            return seq;
        }
    }

    /** Writes the row of a visit anew, under the number it has: it was begun before and not known to be committed. */
    static void retake(Connection c, long seq, Visit visit) throws SQLException {
        Catalog.update(
                c,
                "UPDATE visit SET trigger_id = ?, board = ?, camera = ?, start_ms = ?, nanos = ?, boot_id = ?, clock_set = ?,"
                        + " why = ?, closest_mm = ?, problem = ?, folder = ?, end_ms = NULL WHERE seq = ?",
                visit.triggerId(),
                visit.board().orElse(null),
                visit.camera(),
                visit.start().toEpochMilli(),
                visit.nanos(),
                visit.bootId(),
                visit.clockSet() ? 1 : 0,
                visit.why(),
                visit.closestMm().isPresent() ? visit.closestMm().getAsInt() : null,
                visit.problem().orElse(null),
                visit.folder(),
                seq);
        for (MediaFile file : visit.media()) {
            putMedia(c, seq, file);
        }
        markStale(c, seq);
    }

    static void putMedia(Connection c, long seq, MediaFile file) throws SQLException {
        Catalog.update(
                c,
                // No REPLACE, which would take the old file out of the stock without its trigger.
                "INSERT INTO media(visit, role, file, size, sha256, version, width, height, start_ms, length_ms)"
                        + " VALUES(?,?,?,?,?,?,?,?,?,?) ON CONFLICT(visit, role) DO UPDATE SET file = excluded.file,"
                        + " size = excluded.size, sha256 = excluded.sha256, version = excluded.version,"
                        + " width = excluded.width, height = excluded.height, start_ms = excluded.start_ms,"
                        + " length_ms = excluded.length_ms",
                seq,
                file.role().word(),
                file.file(),
                file.size(),
                file.sha256(),
                file.version(),
                file.width(),
                file.height(),
                file.startMs(),
                file.lengthMs());
        if (file.role() == Role.CLIP || file.role() == Role.MJPEG) {
            noteClip(c, seq);
        }
    }

    /** Keeps true what the filter "with clip" goes by. */
    private static void noteClip(Connection c, long seq) throws SQLException {
        Catalog.update(c, "UPDATE visit SET clip = ?1 WHERE seq = ?2 AND clip <> ?1", hasClip(c, seq) ? 1 : 0, seq);
    }

    private static boolean hasClip(Connection c, long seq) throws SQLException {
        try (PreparedStatement s =
                        Catalog.prepare(c, "SELECT 1 FROM media WHERE visit = ? AND role IN ('clip', 'mjpeg')", seq);
                ResultSet row = s.executeQuery()) {
            return row.next();
        }
    }

    /** A row made anew from what a {@code visit.json} tells, with its old number if nobody has that. */
    static void restore(Connection c, Visit visit, List<ReadingRow> readings) throws SQLException {
        long seq = insert(c, bySeq(c, visit.seq()).isPresent() ? visit.withSeq(0) : visit);
        if (seq == visit.seq()) {
            Catalog.update(c, "DELETE FROM stale WHERE visit = ?", seq);
        }
        Catalog.update(
                c,
                "UPDATE visit SET end_ms = ?, kept = ?, deleted_ms = ? WHERE seq = ?",
                visit.end().map(Instant::toEpochMilli).orElse(null),
                visit.kept() ? 1 : 0,
                visit.deletedAt().map(Instant::toEpochMilli).orElse(null),
                seq);
        if (visit.deletedAt().isPresent()) {
            count(c, visit.day(), visit.camera(), -1);
        }
        if (!readings.isEmpty()) {
            putReadings(c, seq, readings);
        }
    }

    /** The file came after all; what was said of its absence is no longer true. */
    static void addMedia(Connection c, long seq, MediaFile file) throws SQLException {
        putMedia(c, seq, file);
        Catalog.update(c, "UPDATE visit SET problem = NULL WHERE seq = ?", seq);
        markStale(c, seq);
    }

    /** The file is lost; the visit stays and says why. */
    static int dropMedia(Connection c, long seq, Role role, String problem) throws SQLException {
        markStale(c, seq);
        Catalog.update(c, "UPDATE visit SET problem = ? WHERE seq = ?", problem, seq);
        return removeMedia(c, seq, role);
    }

    /** Says what is missing, behind what was said before. */
    static void addProblem(Connection c, long seq, String problem) throws SQLException {
        Catalog.update(c, "UPDATE visit SET problem = COALESCE(problem || '; ', '') || ? WHERE seq = ?", problem, seq);
    }

    static int removeMedia(Connection c, long seq, Role role) throws SQLException {
        int removed = Catalog.update(c, "DELETE FROM media WHERE visit = ? AND role = ?", seq, role.word());
        noteClip(c, seq);
        return removed;
    }

    static void end(Connection c, long seq, Ending ending) throws SQLException {
        Catalog.update(
                c,
                "UPDATE visit SET end_ms = ?, closest_mm = ? WHERE seq = ?",
                ending.end().toEpochMilli(),
                ending.closestMm().isPresent() ? ending.closestMm().getAsInt() : null,
                seq);
        if (!ending.readings().isEmpty()) {
            putReadings(c, seq, ending.readings());
        }
        markStale(c, seq);
    }

    private static void putReadings(Connection c, long seq, List<ReadingRow> readings) throws SQLException {
        Catalog.update(c, "INSERT OR REPLACE INTO reading(visit, rows) VALUES(?,?)", seq, packReadings(readings));
    }

    static void keep(Connection c, long seq, boolean kept) throws SQLException {
        Catalog.update(c, "UPDATE visit SET kept = ? WHERE seq = ?", kept ? 1 : 0, seq);
        markStale(c, seq);
    }

    /** @param clockSet whether {@code at} is known to be right */
    static void delete(Connection c, Visit visit, Instant at, boolean clockSet) throws SQLException {
        if (visit.deletedAt().isEmpty()) {
            Catalog.update(c, "UPDATE visit SET deleted_ms = ? WHERE seq = ?", at.toEpochMilli(), visit.seq());
            if (!clockSet) {
                Catalog.update(c, "INSERT INTO deleted_undated(visit) VALUES(?)", visit.seq());
            }
            count(c, visit.day(), visit.camera(), -1);
            markStale(c, visit.seq());
        }
    }

    static void takeBack(Connection c, Visit visit) throws SQLException {
        if (visit.deletedAt().isPresent()) {
            Catalog.update(c, "UPDATE visit SET deleted_ms = NULL WHERE seq = ?", visit.seq());
            Catalog.update(c, "DELETE FROM deleted_undated WHERE visit = ?", visit.seq());
            count(c, visit.day(), visit.camera(), 1);
            markStale(c, visit.seq());
        }
    }

    static void count(Connection c, LocalDate day, String camera, int change) throws SQLException {
        Catalog.update(
                c,
                "INSERT INTO days(day, camera, count) VALUES(?,?,?)"
                        + " ON CONFLICT(day, camera) DO UPDATE SET count = count + excluded.count",
                day.toEpochDay(),
                camera,
                change);
    }

    static void markStale(Connection c, long seq) throws SQLException {
        Catalog.update(c, "INSERT OR IGNORE INTO stale(visit) VALUES(?)", seq);
    }

    static Optional<Visit> find(Connection c, VisitId id) throws SQLException {
        return first(c, "SELECT * FROM visit WHERE id = ?", id.value());
    }

    static Optional<Visit> bySeq(Connection c, long seq) throws SQLException {
        return first(c, "SELECT * FROM visit WHERE seq = ?", seq);
    }

    static Optional<Visit> first(Connection c, String sql, Object... parameters) throws SQLException {
        return list(c, sql, parameters).stream().findFirst();
    }

    /** The visits that a {@code SELECT * FROM visit ...} gives, each with its media. */
    static List<Visit> list(Connection c, String sql, Object... parameters) throws SQLException {
        List<Visit> bare = new ArrayList<>();
        try (PreparedStatement s = Catalog.prepare(c, sql, parameters);
                ResultSet row = s.executeQuery()) {
            while (row.next()) {
                bare.add(read(row));
            }
        }
        if (bare.isEmpty()) {
            return bare;
        }
        Map<Long, List<MediaFile>> media = mediaOf(c, bare);
        return bare.stream()
                .map(visit -> visit.withMedia(media.getOrDefault(visit.seq(), List.of())))
                .toList();
    }

    static List<ReadingRow> readings(Connection c, VisitId id) throws SQLException {
        try (PreparedStatement s = Catalog.prepare(
                        c,
                        "SELECT rows FROM reading JOIN visit ON visit.seq = reading.visit WHERE visit.id = ?",
                        id.value());
                ResultSet row = s.executeQuery()) {
            return row.next() ? unpackReadings(row.getString(1)) : List.of();
        }
    }

    /** One reading is {@code ms,motion,mm}, readings are parted by {@code ;}: 60 s of them are some 15 kB. */
    private static String packReadings(List<ReadingRow> readings) {
        StringBuilder packed = new StringBuilder(readings.size() * 14);
        for (ReadingRow reading : readings) {
            if (!packed.isEmpty()) {
                packed.append(';');
            }
            packed.append(reading.offsetMs())
                    .append(',')
                    .append(reading.motion() ? 1 : 0)
                    .append(',');
            reading.distanceMm().ifPresent(packed::append);
        }
        return packed.toString();
    }

    private static List<ReadingRow> unpackReadings(String packed) {
        List<ReadingRow> readings = new ArrayList<>();
        for (String one : packed.split(";", -1)) {
            String[] fields = one.split(",", -1);
            readings.add(new ReadingRow(
                    Integer.parseInt(fields[0]),
                    fields[1].equals("1"),
                    fields[2].isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(fields[2]))));
        }
        return readings;
    }

    private static Map<Long, List<MediaFile>> mediaOf(Connection c, List<Visit> visits) throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT * FROM media WHERE visit IN (");
        for (int i = 0; i < visits.size(); i++) {
            sql.append(i == 0 ? "?" : ",?");
        }
        sql.append(") ORDER BY visit, role");
        Map<Long, List<MediaFile>> media = new HashMap<>();
        try (PreparedStatement s = Catalog.prepare(
                        c, sql.toString(), visits.stream().map(Visit::seq).toArray());
                ResultSet row = s.executeQuery()) {
            while (row.next()) {
                media.computeIfAbsent(row.getLong("visit"), seq -> new ArrayList<>())
                        .add(new MediaFile(
                                Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
                                row.getString("file"),
                                row.getLong("size"),
                                row.getString("sha256"),
                                row.getInt("version"),
                                row.getInt("width"),
                                row.getInt("height"),
                                row.getInt("start_ms"),
                                row.getInt("length_ms")));
            }
        }
        return media;
    }

    private static Visit read(ResultSet row) throws SQLException {
        int closest = row.getInt("closest_mm");
        OptionalInt closestMm = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(closest);
        return new Visit(
                new VisitId(row.getString("id")),
                row.getLong("seq"),
                row.getString("trigger_id"),
                Optional.ofNullable(row.getString("board")),
                row.getString("camera"),
                Instant.ofEpochMilli(row.getLong("start_ms")),
                instant(row, "end_ms"),
                row.getLong("nanos"),
                row.getString("boot_id"),
                row.getInt("clock_set") == 1,
                LocalDate.ofEpochDay(row.getLong("day")),
                row.getString("why"),
                closestMm,
                row.getInt("kept") == 1,
                Optional.ofNullable(row.getString("problem")),
                row.getString("folder"),
                List.of(),
                instant(row, "deleted_ms"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
