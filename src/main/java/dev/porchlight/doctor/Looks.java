package dev.porchlight.doctor;

import dev.porchlight.config.BoardConfig;
import dev.porchlight.config.CameraConfig;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.config.SinkConfig;
import dev.porchlight.plugin.Plugins;
import java.util.ArrayList;
import java.util.List;

/** All that the doctor looks at, in the order of the table: from the machine over what sees and hears to who is told. */
public final class Looks {
    private Looks() {}

    public static List<Look> of(
            HouseConfig house, Machine machine, Standpoint from, Conditions conditions, Plugins plugins) {
        Service service = new Service(machine);
        FolderRights rights = new FolderRights(machine, service);
        List<Look> looks = new ArrayList<>();
        looks.add(new HostLook(from, machine.user()));
        for (BoardConfig board : house.boards()) {
            looks.add(new BoardLook(board.name(), from, conditions));
        }
        looks.add(new PinsLook(house.boards(), from, machine, conditions));
        for (CameraConfig camera : house.cameras()) {
            looks.add(new CameraLook(camera, machine, conditions));
        }
        looks.add(new FfmpegLook(machine));
        looks.add(new DataLook(house, rights));
        looks.add(new DiskLook(house));
        looks.add(new ClockLook(machine));
        looks.add(new WebLook(house.web(), from));
        for (SinkConfig sink : house.sinks()) {
            looks.add(new SinkLook(house, sink, plugins, rights, conditions));
        }
        looks.add(new TroubleLook(house, conditions));
        return looks;
    }
}
