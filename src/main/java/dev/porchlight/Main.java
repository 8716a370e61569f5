package dev.porchlight;

import dev.porchlight.command.Commands;
import dev.porchlight.command.Logs;

/** The command line. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Logs.open();
        Thread.setDefaultUncaughtExceptionHandler(new LastWords());
        System.exit(Commands.execute(Porchlight::open, FrontDesk::open, arguments));
    }
}
