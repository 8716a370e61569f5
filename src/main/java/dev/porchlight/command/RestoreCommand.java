package dev.porchlight.command;

import dev.porchlight.config.ConfigFile;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.library.Restore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code porchlight restore}. */
@Command(
        name = "restore",
        description = "Puts back what porchlight backup wrote, into a data folder that is empty or not there. A"
                + " configuration that is there already stays as it is.",
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "FILE", description = "The zip file.")
    private Path zip;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (Restore restore = Restore.open(zip)) {
            boolean isThere = Files.exists(config.file());
            HouseConfig house =
                    isThere ? config.house() : ConfigFile.parse(restore.config(), config.file(), System.getenv());
            // A power cut between the two leaves a configuration without its data, and this command may be said again.
            Restore.Done done = restore.into(
                    house.data(),
                    () -> {
                        if (!isThere) {
                            write(config.file(), restore.config());
                        }
                    },
                    new ShownProgress(out));
            out.println(house.data() + ": " + done.files() + " files, " + ShownProgress.size(done.bytes())
                    + " are back"
                    + (done.media() ? "" : "; photos and clips were not in the backup, so their visits have none"));
            if (isThere && !Files.readString(config.file()).equals(restore.config())) {
                Path beside = config.file().resolveSibling(config.file().getFileName() + ".from-backup");
                write(beside, restore.config());
                out.println("your " + config.file() + " stays; the one of the backup is " + beside);
            }
            out.flush();
        }
        return 0;
    }

    /** In one piece; it may hold passwords. */
    private static void write(Path file, String yaml) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(part, yaml);
        try (FileChannel channel = FileChannel.open(part, Set.of(StandardOpenOption.WRITE))) {
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
