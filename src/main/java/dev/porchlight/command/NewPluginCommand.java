package dev.porchlight.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code porchlight plugin new NAME}: the template in this program's folder, under another name. */
@Command(
        name = "new",
        description = "Makes a folder NAME with the source of a small sink that works, to be changed to yours, and all"
                + " it is built against.",
        mixinStandardHelpOptions = true)
final class NewPluginCommand implements Callable<Integer> {
    /** What the template's sink is called, in its files and in their names. */
    private static final String OF_TEMPLATE = "bell";

    @Parameters(paramLabel = "NAME", description = "Lower-case letters and digits; also the type of its sinks.")
    private String name;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!name.matches("[a-z][a-z0-9]{0,29}") || SourceVersion.isKeyword(name)) {
            throw new ParameterException(
                    spec.commandLine(), "a plugin is named by lower-case letters and digits, not " + name);
        }
        Path template = Path.of(System.getProperty("porchlight.home", "."), "template");
        Path folder = Path.of(name);
        if (Files.exists(folder)) {
            throw new IOException(folder + " is there already; choose another name, or remove it");
        }
        try (Stream<Path> all = Files.walk(template)) {
            for (Path from : all.toList()) {
                copy(from, folder.resolve(named(template.relativize(from).toString())));
            }
        }
        spec.commandLine()
                .getOut()
                .println("made " + folder + "; read " + folder.resolve("README.md") + ", or begin with: cd " + folder
                        + " && ./build");
        return 0;
    }

    private void copy(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            Files.createDirectories(to);
        } else if (from.toString().endsWith(".jar")) {
            Files.copy(from, to);
        } else {
            String text = Files.readString(from).stripTrailing();
            Files.write(to, List.of(named(text)));
            // Not by the template's own mode: a package may have left that out.
            if (text.startsWith("#!") && !to.toFile().setExecutable(true)) {
                throw new IOException(to + " cannot be made executable");
            }
        }
    }

    private String named(String text) {
        return text.replace(OF_TEMPLATE, name).replace(capital(OF_TEMPLATE), capital(name));
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
