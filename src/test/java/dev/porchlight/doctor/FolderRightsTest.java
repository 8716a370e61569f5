package dev.porchlight.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the service may write to a folder. */
class FolderRightsTest {
    @TempDir
    private Path root;

    private Optional<Finding> trouble(FakeMachine machine, String folder) throws Exception {
        return new FolderRights(machine.machine(), new Service(machine.machine()))
                .trouble("sink desk", Path.of(folder));
    }

    @Test
    void withoutTheServiceOnlyTheOwnerHasASay() throws Exception {
        assertEquals(Optional.empty(), trouble(new FakeMachine(root), root + "/any/folder"));
    }

    @Test
    void theServiceMayWriteBelowWhatItsUnitSaysAndNowhereElse() throws Exception {
        FakeMachine machine = new FakeMachine(root);
        machine.service("\"-/srv/my porch\"");
        for (String fine : new String[] {"/mnt/nas/porch", "/media/stick", "/srv/my porch/door"}) {
            assertEquals(
                    Optional.empty(),
                    trouble(machine, fine).filter(its -> its.words().contains("service")),
                    fine);
        }

        Finding elsewhere = trouble(machine, "/srv/porch").orElseThrow();
        assertEquals("the service may not write to /srv/porch as long as its unit does not say so", elsewhere.words());
        assertEquals(
                "sudo mkdir -p /etc/systemd/system/porchlight.service.d && sudo install -d -o porchlight /srv/porch"
                        + " && printf '[Service]\\nReadWritePaths=%s\\n' -/srv/porch"
                        + " | sudo tee /etc/systemd/system/porchlight.service.d/sink-desk.conf"
                        + " && sudo systemctl daemon-reload && sudo systemctl restart porchlight",
                elsewhere.remedy());
        assertTrue(elsewhere.isCommand());
        assertTrue(trouble(machine, "/mntx").isPresent(), "a name that only begins so");
    }

    @Test
    void aDiskIsNamedByWhereItIsMounted() throws Exception {
        assertEquals(Path.of("/proc"), FolderRights.mountPoint(Path.of("/proc/self/task")));
    }

    @Test
    void aLinkIsJudgedByWhereItLeads() throws Exception {
        FakeMachine machine = new FakeMachine(root);
        machine.service("");
        Path link = Files.createSymbolicLink(root.resolve("mnt"), Path.of("/srv"));

        assertTrue(trouble(machine, link + "/porch").orElseThrow().words().contains("as long as its unit"));
    }

    @Test
    void theLineMakesTheFileThatSystemdReads() throws Exception {
        FakeMachine machine = new FakeMachine(root);
        machine.service("");
        String remedy = trouble(machine, "/srv/it's 100% mine").orElseThrow().remedy();
        String printing = remedy.substring(remedy.indexOf("printf"), remedy.indexOf(" | sudo tee"));

        Process shell = new ProcessBuilder("sh", "-c", printing).start();
        assertEquals(
                "[Service]\nReadWritePaths=\"-/srv/it's 100%% mine\"\n",
                new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void homesAndTheTemporaryFolderAreHiddenFromTheService() throws Exception {
        FakeMachine machine = new FakeMachine(root);
        machine.service("");
        for (String hidden : new String[] {"/home/me/porch", "/root/porch", "/tmp/porch"}) {
            assertEquals(
                    "choose a folder below /mnt, /media or /srv",
                    trouble(machine, hidden).orElseThrow().remedy(),
                    hidden);
        }
    }

    @Test
    void aServiceOfAnotherUserIsNoneOfOurs() throws Exception {
        FakeMachine machine = new FakeMachine(root);
        machine.service("");
        machine.says.compute(
                "systemctl show porchlight.service", (key, was) -> was.replace("User=porchlight", "User=x"));

        assertEquals(Optional.empty(), trouble(machine, root + "/porch"));
    }

    @Test
    void aFolderOfSomebodyElseIsSharedByOneLine() throws Exception {
        Path theirs = Files.createDirectory(
                root.resolve("theirs"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        Assumptions.assumeFalse(Files.isWritable(theirs), "root may write everywhere");
        FakeMachine machine = new FakeMachine(root);

        assertEquals(
                "sudo chgrp porchlight " + theirs + " && sudo chmod g+rwx " + theirs,
                trouble(machine, theirs.toString()).orElseThrow().remedy());
        assertEquals(
                "sudo install -d -o porchlight " + theirs + "/porch",
                trouble(machine, theirs + "/porch").orElseThrow().remedy());
    }
}
