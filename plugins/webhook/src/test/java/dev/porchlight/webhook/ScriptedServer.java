package dev.porchlight.webhook;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads a request's headers, answers these bytes whatever was asked, and then says nothing more or hangs up. */
final class ScriptedServer implements AutoCloseable {
    final List<String> requests = new CopyOnWriteArrayList<>();

    private final ServerSocket door;
    private final String answer;
    private final boolean hangsUp;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    ScriptedServer(String answer, boolean hangsUp) throws IOException {
        this(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), answer, hangsUp);
    }

    ScriptedServer(ServerSocket door, String answer, boolean hangsUp) {
        this.door = door;
        this.answer = answer;
        this.hangsUp = hangsUp;
        Thread thread = new Thread(this::letIn, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return door.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/";
    }

    private void letIn() {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                open.add(socket);
                talk(socket);
            } catch (IOException e) {
                requests.add("gone: " + e.getMessage());
            }
        }
    }

    private void talk(Socket socket) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        requests.add(String.valueOf(in.readLine()));
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            // its headers
        }
        OutputStream out = socket.getOutputStream();
        out.write(answer.getBytes(StandardCharsets.UTF_8));
        out.flush();
        if (hangsUp) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
