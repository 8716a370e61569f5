package dev.porchlight.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether a folder may be written, by the service's leave and by its owner's; writes nothing to find out. */
record FolderRights(Machine machine, Service service) {
    /** If the service does not see what stands there at all. */
    Optional<Finding> unseen(String what, Path folder) throws IOException, InterruptedException {
        return service.leave(folder) == Service.Leave.NOTHING
                ? Optional.of(Finding.broken(
                        what,
                        "the service cannot see " + folder + ": homes are hidden from it, and its /tmp is its own",
                        "choose a folder below /mnt, /media or /srv"))
                : Optional.empty();
    }

    /** What stands in the way of writing there, and the line that takes it away; empty if nothing does. */
    Optional<Finding> trouble(String what, Path folder) throws IOException, InterruptedException {
        Optional<Finding> unseen = unseen(what, folder);
        if (unseen.isPresent()) {
            return unseen;
        }
        if (service.leave(folder) == Service.Leave.READ) {
            return Optional.of(Finding.mendedBy(
                    what,
                    "the service may not write to " + folder + " as long as its unit does not say so",
                    Service.allow(folder, what.replace(' ', '-'))));
        }
        Path there = existing(folder);
        if (!Files.isDirectory(there) || (Files.isWritable(there) && Files.isExecutable(there))) {
            return Optional.empty();
        }
        if (Files.getFileStore(there).isReadOnly()) {
            return Optional.of(Finding.mendedBy(
                    what,
                    "the disk of " + there + " is read-only; if nobody made it so, it is failing",
                    "sudo mount -o remount,rw " + Shell.word(mountPoint(there).toString())));
        }
        String path = Shell.word(folder.toString());
        return Optional.of(Finding.mendedBy(
                what,
                "user " + machine.user() + " may not write to " + there,
                there.equals(folder)
                        ? "sudo chgrp " + group() + " " + path + " && sudo chmod g+rwx " + path
                        : "sudo install -d -o " + machine.user() + " " + path));
    }

    /** The topmost folder on the same disk. */
    static Path mountPoint(Path folder) throws IOException {
        Path top = folder.toRealPath();
        FileStore disk = Files.getFileStore(top);
        while (top.getParent() != null && Files.getFileStore(top.getParent()).equals(disk)) {
            top = top.getParent();
        }
        return top;
    }

    /** Its owner stays who it is; a group is shared by more than one. */
    private String group() throws InterruptedException {
        return machine.say("id", "-gn").map(String::strip).orElse(machine.user());
    }

    /** The folder, or the nearest one above it that is there. */
    static Path existing(Path folder) {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        return there;
    }
}
