package dev.porchlight.library;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a damaged catalog can still tell of the alerts it owed: they are taken over with their ids, as far as it goes. */
final class OwedBefore {
    private static final Logger log = LoggerFactory.getLogger(OwedBefore.class);

    private final Path damaged;

    private record Owed(
            String alert,
            String type,
            long at,
            Optional<String> visit,
            String sink,
            int tries,
            Optional<String> memo) {}

    OwedBefore(Path damaged) {
        this.damaged = damaged;
    }

    /** How many deliveries the fresh catalog owes now. */
    int takeOver(Catalog fresh) throws IOException {
        List<Owed> all = read();
        return fresh.write(Catalog.Priority.TAKE, c -> {
            int count = 0;
            for (Owed owed : all) {
                count += put(c, owed);
            }
            return count;
        });
    }

    /** Everything up to the first place that cannot be read. */
    private List<Owed> read() {
        List<Owed> all = new ArrayList<>();
        try (Catalog old = Catalog.lookInto(damaged)) {
            old.read(c -> {
                try (PreparedStatement s = Catalog.prepare(
                                c,
                                "SELECT alert.id, alert.type, alert.at_ms, visit.id, delivery.sink, delivery.tries,"
                                        + " delivery.memo FROM delivery JOIN alert ON alert.n = delivery.alert"
                                        + " LEFT JOIN visit ON visit.seq = alert.visit"
                                        + " WHERE delivery.state = 'pending' AND alert.part IS NULL"
                                        + " AND alert.id IS NOT NULL AND alert.type IS NOT NULL AND delivery.sink IS NOT NULL ORDER BY delivery.id");
                        ResultSet row = s.executeQuery()) {
                    while (row.next()) {
                        all.add(new Owed(
                                row.getString(1),
                                row.getString(2),
                                row.getLong(3),
                                Optional.ofNullable(row.getString(4)),
                                row.getString(5),
                                row.getInt(6),
                                Optional.ofNullable(row.getString(7))));
                    }
                }
                return true;
            });
        } catch (IOException e) {
            log.debug("the damaged catalog tells no more of what was owed", e);
        }
        return all;
    }

    private static int put(Connection c, Owed owed) throws SQLException {
        Optional<VisitId> id = owed.visit().flatMap(VisitId::parse);
        Optional<Visit> visit = id.isEmpty() ? Optional.empty() : VisitRows.find(c, id.get());
        if (visit.isEmpty()) {
            return 0;
        }
        Catalog.update(
                c,
                "INSERT OR IGNORE INTO alert(id, type, at_ms, visit) VALUES(?,?,?,?)",
                owed.alert(),
                owed.type(),
                owed.at(),
                visit.get().seq());
        return Catalog.update(
                c,
                "INSERT INTO delivery(alert, sink, state, tries, next_ms, memo, turn)"
                        + " SELECT n, ?, 'pending', ?, ?, ?," + Alerts.TURN + " FROM alert WHERE id = ?",
                owed.sink(),
                owed.tries(),
                owed.at(),
                owed.memo().orElse(null),
                owed.alert());
    }
}
