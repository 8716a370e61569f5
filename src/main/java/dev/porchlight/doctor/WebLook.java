package dev.porchlight.doctor;

import dev.porchlight.config.WebConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Whether the ports of the web server can be had, and who comes in there. */
record WebLook(WebConfig web, Standpoint from) implements Look {
    @Override
    public String what() {
        return "web port";
    }

    @Override
    public List<Finding> look() throws IOException {
        List<Finding> findings = new ArrayList<>();
        findings.add(port(what(), web.port(), "web.port"));
        web.https().ifPresent(https -> findings.add(port("https port", https.port(), "web.https.port")));
        return findings;
    }

    private Finding port(String what, int port, String key) {
        String name = port == 0 ? "any free port" : "port " + port;
        if (from != Standpoint.ALONE) {
            return Finding.works(
                    what,
                    name
                            + (isForThisMachine()
                                    ? " is porchlight's own; only this machine may come in ('bind: 0.0.0.0' opens it to"
                                            + " the home network)"
                                    : " is porchlight's own"));
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(web.bind(), port));
            return Finding.works(
                    what,
                    name
                            + (isForThisMachine()
                                    ? " can be had; only this machine may come in then ('bind: 0.0.0.0' opens it to the"
                                            + " home network)"
                                    : " can be had"));
        } catch (IOException e) {
            return Finding.broken(
                    what,
                    name + " at " + web.bind() + " cannot be taken: " + e.getMessage(),
                    "end the program that sudo ss -ltnp 'sport = :" + port + "' names, or choose another '" + key
                            + "'");
        }
    }

    private boolean isForThisMachine() {
        try {
            return InetAddress.getByName(web.bind()).isLoopbackAddress();
        } catch (IOException e) {
            return false;
        }
    }
}
