package dev.porchlight.doctor;

import java.util.List;
import java.util.Optional;

/** Whether a time server has set the clock. A Pi has none that goes on without power. */
record ClockLook(Machine machine) implements Look {
    @Override
    public String what() {
        return "clock";
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        Optional<String> told = machine.say("timedatectl", "show", "-p", "NTP", "-p", "NTPSynchronized");
        if (told.isEmpty()) {
            return List.of(Finding.open(what(), "this machine does not say whether a time server set it"));
        }
        List<String> lines = told.get().lines().toList();
        if (lines.contains("NTPSynchronized=yes")) {
            return List.of(Finding.works(what(), "a time server has set it"));
        }
        return List.of(
                lines.contains("NTP=yes")
                        ? Finding.broken(
                                what(),
                                "no time server has answered yet, so visits may have the wrong time",
                                "look at this machine's network; timedatectl timesync-status names the server")
                        : Finding.mendedBy(
                                what(),
                                "no time server sets it, so visits may have the wrong time",
                                "sudo timedatectl set-ntp true"));
    }
}
