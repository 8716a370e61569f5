package dev.porchlight.rclone;

import dev.porchlight.api.Media;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.VisitSummary;
import dev.porchlight.kit.FileName;
import dev.porchlight.kit.Line;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a visit's files go.
 *
 * @param remote its name with the colon
 * @param isAbsolute whether the folder begins with a slash
 */
record Place(String remote, boolean isAbsolute, List<FileName> folders, FileName fileName) {
    /** As rclone names them; never an option of the command line. */
    private static final Pattern TO = Pattern.compile("([\\w.+@][\\w.+@ -]*:)(/?)(.*)");

    static Place parse(String to, FileName fileName, ZoneId zone) throws SinkBrokenException {
        Matcher match = TO.matcher(to);
        if (!match.matches()) {
            throw new SinkBrokenException("'to' must be a remote and a folder there, like drive:Porch, was '"
                    + Line.of(to) + "'; 'rclone listremotes' names the remotes");
        }
        List<FileName> folders = new ArrayList<>();
        for (String folder : match.group(3).split("/", -1)) {
            if (!folder.isEmpty()) {
                folders.add(FileName.parse("each folder in 'to'", folder, zone));
            }
        }
        return new Place(match.group(1), !match.group(2).isEmpty(), List.copyOf(folders), fileName);
    }

    String of(VisitSummary visit, Media media) {
        StringBuilder path = new StringBuilder(remote).append(isAbsolute ? "/" : "");
        folders.forEach(folder -> path.append(folder.ofFolder(visit)).append('/'));
        return path.append(fileName.of(visit, media)).toString();
    }
}
