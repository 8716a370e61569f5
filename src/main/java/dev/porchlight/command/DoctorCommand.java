package dev.porchlight.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.doctor.Conditions;
import dev.porchlight.doctor.Doctor;
import dev.porchlight.doctor.Examination;
import dev.porchlight.doctor.Finding;
import dev.porchlight.doctor.Look;
import dev.porchlight.doctor.Looks;
import dev.porchlight.doctor.Machine;
import dev.porchlight.doctor.Standpoint;
import dev.porchlight.health.Health;
import dev.porchlight.plugin.Plugins;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code porchlight doctor}. The running host examines itself; without one, it is done here. */
@Command(
        name = "doctor",
        description = "Says what of this machine works for the house, and the one line that mends what does not. Sends"
                + " nothing to anybody. Exits with 1 if something does not work.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    /** The host takes some 30 s at most. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(40);

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--apart",
            description = "Looks from here even if porchlight runs; the boards, which it holds, are left to it.")
    private boolean apart;

    @Option(names = "--json", description = "Says it for programs, as POST /api/v1/examination does.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        HouseConfig house = config.house();
        FindingTable table = new FindingTable(out(), json);
        Examination examination = examine(house, table);
        if (json) {
            try (JsonGenerator generator = new JsonFactory().createGenerator(out())) {
                examination.write(generator);
                generator.writeRaw(System.lineSeparator());
            }
        } else {
            table.end(examination);
        }
        out().flush();
        return examination.broken() == 0 ? 0 : 1;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private Examination examine(HouseConfig house, FindingTable table) throws IOException, InterruptedException {
        Optional<RunningHost> host;
        try {
            host = RunningHost.of(house.data());
        } catch (IOException e) {
            // It runs and cannot be asked; the rest of the machine can be looked at all the same.
            return here(house, Standpoint.BESIDE, table, List.of(Finding.broken("porchlight", e.getMessage())));
        }
        if (host.isEmpty()) {
            return here(house, Standpoint.ALONE, table, List.of());
        }
        if (apart) {
            return here(house, Standpoint.BESIDE, table, List.of());
        }
        Examination examination = read(host.get().post("api/v1/examination", ANSWER_LIMIT));
        table.fit(examination.findings().stream().map(Finding::what).toList());
        examination.findings().forEach(table::print);
        return examination;
    }

    private static Examination here(HouseConfig house, Standpoint from, FindingTable table, List<Finding> first)
            throws IOException, InterruptedException {
        Logs.keepQuiet();
        HouseClock clock = HouseClock.ofThisMachine();
        Health health = new Health(clock);
        try (OwnBoards boards = new OwnBoards(house, from == Standpoint.ALONE, health, clock);
                Plugins plugins = PluginCommand.load(house, health)) {
            Conditions conditions = boards::conditions;
            List<Look> looks = Looks.of(house, Machine.ofThis(), from, conditions, plugins);
            table.fit(looks.stream().map(Look::what).toList());
            first.forEach(table::print);
            Examination examination;
            try (Doctor doctor = new Doctor(looks, clock)) {
                examination = doctor.examine(table::print);
            }
            List<Finding> all = new ArrayList<>(first);
            all.addAll(examination.findings());
            return new Examination(examination.at(), true, all);
        }
    }

    private static Examination read(Map<?, ?> examination) {
        List<Finding> findings = new ArrayList<>();
        if (examination.get("findings") instanceof List<?> all) {
            all.forEach(one -> findings.add(finding((Map<?, ?>) one)));
        }
        return new Examination(Instant.parse(String.valueOf(examination.get("at"))), true, findings);
    }

    private static Finding finding(Map<?, ?> finding) {
        return new Finding(
                String.valueOf(finding.get("what")),
                Finding.State.parse(String.valueOf(finding.get("state"))).orElse(Finding.State.OPEN),
                String.valueOf(finding.get("words")),
                String.valueOf(finding.get("remedy")),
                Boolean.TRUE.equals(finding.get("is_command")));
    }
}
