package dev.porchlight.doctor;

import java.util.List;

/** Who looks, from where, and with which Java. */
record HostLook(Standpoint from, String user) implements Look {
    @Override
    public String what() {
        return "porchlight";
    }

    @Override
    public List<Finding> look() {
        String java = "with Java " + Runtime.version().feature();
        return List.of(
                switch (from) {
                    case INSIDE ->
                        Finding.works(
                                what(),
                                "runs as user " + user + ", process "
                                        + ProcessHandle.current().pid() + ", " + java);
                    case ALONE ->
                        Finding.open(what(), "does not run; all below is as user " + user + " finds it, " + java);
                    case BESIDE ->
                        Finding.open(what(), "runs; all below is as user " + user + " finds it beside it, " + java);
                });
    }
}
