package dev.porchlight.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The log on standard error: a time, a level and a sentence on a terminal; a level the journal understands and the
 * sentence under systemd. {@code --verbose} shows each step of a visit too; PORCHLIGHT_JAVA_OPTS=-Dporchlight.debug=true
 * besides what only a developer wants, such as where an error came from.
 */
public final class Logs {
    private Logs() {}

    /** The JDK's own log manager goes silent when a stop begins; this one lets the stop be told to its end. */
    public static final class Manager extends LogManager {
        private static volatile boolean over;

        @Override
        public void reset() {
            if (over) {
                super.reset();
            }
        }
    }

    /** Call it before the first logger is made. */
    public static void open() {
        System.setProperty("java.util.logging.manager", Manager.class.getName());
        Logger root = LogManager.getLogManager().getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        boolean debug = Boolean.getBoolean("porchlight.debug");
        ConsoleHandler console = new ConsoleHandler();
        console.setLevel(Level.ALL);
        console.setFormatter(System.getenv("JOURNAL_STREAM") == null ? new ForTerminal() : new ForJournal());
        root.addHandler(console);
        root.setLevel(Level.WARNING);
        for (Logger ours : Ours.LOGGERS) {
            ours.setLevel(debug ? Level.ALL : Level.INFO);
        }
    }

    /** Also each step of a visit. */
    static void tellAll() {
        Ours.LOGGERS.forEach(ours -> ours.setLevel(Level.ALL));
    }

    /** Also what is said between a sink and its far side. */
    static void tellAllOfSinks() {
        Ours.LOGGERS.forEach(ours -> {
            if (ours.getName().equals("sink")) {
                ours.setLevel(Level.ALL);
            }
        });
    }

    /** For a command that says by itself what there is to say. */
    static void keepQuiet() {
        if (!Boolean.getBoolean("porchlight.debug")) {
            Ours.LOGGERS.forEach(ours -> ours.setLevel(Level.OFF));
        }
    }

    /** Held here, since the log manager forgets loggers that nobody holds; in a class of its own, to be made late. */
    private static final class Ours {
        private static final List<Logger> LOGGERS =
                List.of(Logger.getLogger("dev.porchlight"), Logger.getLogger("sink"));
    }

    /** Everything has been told. */
    static void close() {
        Manager.over = true;
        LogManager.getLogManager().reset();
    }

    private static String trace(LogRecord record) {
        if (record.getThrown() == null) {
            return "";
        }
        if (!Boolean.getBoolean("porchlight.debug") && record.getLevel().intValue() < Level.SEVERE.intValue()) {
            return " (" + record.getThrown().getMessage() + ")";
        }
        StringWriter trace = new StringWriter();
        record.getThrown().printStackTrace(new PrintWriter(trace));
        return "\n" + trace.toString().stripTrailing();
    }

    private static final class ForTerminal extends Formatter {
        private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

        @Override
        public String format(LogRecord record) {
            String time = TIME.format(LocalTime.ofInstant(record.getInstant(), ZoneId.systemDefault()));
            return time + " " + word(record.getLevel()) + " " + formatMessage(record) + trace(record) + "\n";
        }

        private static String word(Level level) {
            if (level.intValue() >= Level.SEVERE.intValue()) {
                return "ERROR";
            }
            if (level.intValue() >= Level.WARNING.intValue()) {
                return "WARN ";
            }
            return level.intValue() >= Level.INFO.intValue() ? "INFO " : "DEBUG";
        }
    }

    /** Prefixes of sd-daemon(3). */
    private static final class ForJournal extends Formatter {
        @Override
        public String format(LogRecord record) {
            String prefix = "<" + priority(record.getLevel().intValue()) + ">";
            return prefix + (formatMessage(record) + trace(record)).replace("\n", "\n" + prefix) + "\n";
        }

        private static int priority(int level) {
            if (level >= Level.SEVERE.intValue()) {
                return 3;
            }
            if (level >= Level.WARNING.intValue()) {
                return 4;
            }
            return level >= Level.INFO.intValue() ? 6 : 7;
        }
    }
}
