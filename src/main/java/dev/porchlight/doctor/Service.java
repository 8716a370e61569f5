package dev.porchlight.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The service of systemd that the package installs, as far as it restricts who looks: which folders it may write. Asked
 * of systemd each time, so that the owner's additions count.
 */
final class Service {
    static final String NAME = "porchlight";
    private static final String STATE = "/var/lib/" + NAME;
    private static final List<String> HOMES = List.of("/home", "/root", "/run/user");
    private static final List<String> TEMPORARY = List.of("/tmp", "/var/tmp");

    /** In a list of paths; one with a space stands in quotes. */
    private static final Pattern PATH = Pattern.compile("\"[^\"]*\"|\\S+");

    private final Machine machine;

    Service(Machine machine) {
        this.machine = machine;
    }

    /** What it may do with a folder. */
    enum Leave {
        WRITE,
        /** It sees the folder as read-only; a line in its unit changes that. */
        READ,
        /** It does not see it at all, whatever stands there. */
        NOTHING
    }

    /** Whatever there is, if it is not installed, runs without restrictions, or runs as somebody else. */
    Leave leave(Path named) throws IOException, InterruptedException {
        Path folder = real(named);
        Map<String, String> unit = unit();
        if (!"loaded".equals(unit.get("LoadState"))
                || !machine.user().equals(unit.get("User"))
                || !"strict".equals(unit.get("ProtectSystem"))) {
            return Leave.WRITE;
        }
        if (("yes".equals(unit.get("ProtectHome")) && isBelow(folder, HOMES.stream()))
                || ("yes".equals(unit.get("PrivateTmp")) && isBelow(folder, TEMPORARY.stream()))) {
            return Leave.NOTHING;
        }
        Stream<String> added =
                PATH.matcher(unit.getOrDefault("ReadWritePaths", "")).results().map(MatchResult::group);
        return isBelow(folder, Stream.concat(Stream.of(STATE), added)) ? Leave.WRITE : Leave.READ;
    }

    /** Where it lies, whatever links lead there; it need not be there yet. */
    private static Path real(Path folder) throws IOException {
        Path there = FolderRights.existing(folder);
        return there.toRealPath().resolve(there.relativize(folder.toAbsolutePath()));
    }

    private Map<String, String> unit() throws InterruptedException {
        Map<String, String> properties = new HashMap<>();
        machine.say(
                        "systemctl",
                        "show",
                        NAME + ".service",
                        "--property=LoadState,User,ProtectSystem,ProtectHome,PrivateTmp,ReadWritePaths")
                .orElse("")
                .lines()
                .filter(line -> line.contains("="))
                .forEach(line ->
                        properties.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        return properties;
    }

    /** A path in a unit may begin with {@code -}: it need not be there. */
    private static boolean isBelow(Path folder, Stream<String> paths) {
        return paths.map(path ->
                        path.replace("\"", "").replaceFirst("^[-+]*", "").replace("\\x20", " "))
                .anyMatch(path -> path.startsWith("/") && folder.startsWith(path));
    }

    /** The line that lets it write there, in a file of its own beside the unit. */
    static String allow(Path folder, String name) {
        String beside = "/etc/systemd/system/" + NAME + ".service.d";
        String word = "-" + folder.toString().replace("%", "%%");
        return "sudo mkdir -p " + beside
                + (Files.exists(folder) ? "" : " && sudo install -d -o " + NAME + " " + Shell.word(folder.toString()))
                + " && printf '[Service]\\nReadWritePaths=%s\\n' "
                + Shell.word(word.contains(" ") ? '"' + word + '"' : word)
                + " | sudo tee " + beside + "/" + name
                + ".conf && sudo systemctl daemon-reload && sudo systemctl restart "
                + NAME;
    }
}
