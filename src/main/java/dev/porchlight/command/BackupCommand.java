package dev.porchlight.command;

import dev.porchlight.config.HouseConfig;
import dev.porchlight.library.Backup;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code porchlight backup}. */
@Command(
        name = "backup",
        description =
                "Writes the configuration, the catalog, the sensor log, and who may come in, into one zip file. May be"
                        + " run beside a running porchlight. The file holds passwords: keep it where nobody else reads.",
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Option(names = "--media", description = "Photos and clips go along.")
    private boolean media;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The zip file to write, in place of an older one (porchlight-backup-<day>.zip here).")
    private Path zip;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        HouseConfig house = config.house();
        Path file = zip != null
                ? zip
                : Path.of("porchlight-backup-" + LocalDate.now(house.home().timeZone()) + ".zip");
        Backup.Done done = Backup.write(house.data(), config.file(), media, file, new ShownProgress(out));
        out.println(file + ": " + done.files() + " files, " + ShownProgress.size(Files.size(file))
                + (media ? "" : "; photos and clips are not in it (--media takes them along)")
                + (done.gone() == 0 ? "" : "; " + done.gone() + " were removed by the running porchlight meanwhile"));
        out.flush();
        return 0;
    }
}
