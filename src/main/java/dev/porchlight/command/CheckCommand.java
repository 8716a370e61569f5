package dev.porchlight.command;

import dev.porchlight.config.HouseConfig;
import dev.porchlight.library.Check;
import dev.porchlight.library.DataFolder;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code porchlight check}. */
@Command(
        name = "check",
        description = "Proves that everything kept is there, complete: every picture against its size and checksum. May"
                + " be run beside a running porchlight.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Option(names = "--repair", description = "Puts right what can be put right; needs porchlight to be stopped.")
    private boolean repair;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        HouseConfig house = config.house();
        PrintWriter out = spec.commandLine().getOut();
        try (DataFolder data = repair ? DataFolder.take(house.data()) : DataFolder.lookInto(house.data());
                Check check = Check.of(data, house.home().timeZone(), repair, words -> {
                    out.println(words);
                    out.flush();
                })) {
            Check.Report report = check.run();
            out.println(report.visits() + " visits, " + report.files() + " files: " + verdict(report));
            out.flush();
            return report.isSound() ? 0 : 1;
        }
    }

    private static String verdict(Check.Report report) {
        if (report.wrong().isEmpty()) {
            return "all is well";
        }
        if (report.isSound()) {
            return report.repaired() + " things were wrong, and were put right";
        }
        int left = report.wrong().size() - report.repaired();
        return left + " things are wrong"
                + (report.repaired() == 0 ? "; porchlight check --repair puts right what it can" : "");
    }
}
