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
            return Finding.works(what, name + " is porchlight's own" + forWhom());
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(web.bind(), port));
            return Finding.works(what, name + (port == 0 ? " will do" : " is free") + forWhom());
        } catch (IOException e) {
            return Finding.broken(
                    what,
                    name + " at " + web.bind() + " cannot be taken: " + e.getMessage(),
                    "sudo ss -ltnp 'sport = :" + port + "' names who has it; end that one, or choose another '" + key
                            + "'");
        }
    }

    private String forWhom() {
        try {
            return InetAddress.getByName(web.bind()).isLoopbackAddress()
                    ? "; only this machine may come in ('bind: 0.0.0.0' opens it to the home network)"
                    : "";
        } catch (IOException e) {
            return "";
        }
    }
}
