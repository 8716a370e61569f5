package dev.porchlight.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A made-up machine: real files below a folder, and programs that are said what they say. */
final class FakeMachine {
    final Path root;
    /** By the beginning of the command, with spaces. */
    final Map<String, String> says = new HashMap<>();

    FakeMachine(Path root) {
        this.root = root;
    }

    Machine machine() {
        return new Machine(root, this::say, "porchlight");
    }

    private Optional<String> say(String... command) {
        String line = String.join(" ", List.of(command));
        return says.entrySet().stream()
                .filter(known -> line.startsWith(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    void link(String path, String to) throws IOException {
        Files.deleteIfExists(root.resolve(path));
        Files.createSymbolicLink(root.resolve(path), Path.of(to));
    }

    /** The package's unit is installed, and systemd says so, with the owner's additions. */
    void service(String added) {
        says.put(
                "systemctl show porchlight.service",
                "LoadState=loaded\nUser=porchlight\nProtectSystem=strict\nProtectHome=yes\nPrivateTmp=yes\n"
                        + "ReadWritePaths=-/mnt -/media " + added + "\n");
    }
}
