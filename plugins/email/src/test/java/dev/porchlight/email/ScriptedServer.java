package dev.porchlight.email;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * A mail server that answers as it is told: by the first word of what it hears, {@code GREETING}, {@code EHLO},
 * {@code MAIL}, {@code RCPT} (or {@code RCPT <address>}), {@code DATA}, {@code .}; else 250. {@link #HANG} says nothing,
 * {@link #CUT} closes the connection.
 */
final class ScriptedServer implements AutoCloseable {
    static final String HANG = "hang";
    static final String CUT = "cut";

    final List<String> heard = new CopyOnWriteArrayList<>();
    final List<String> mails = new CopyOnWriteArrayList<>();
    final CountDownLatch hanging = new CountDownLatch(1);
    final Map<String, String> answers = new ConcurrentHashMap<>();

    private final ServerSocket door;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    ScriptedServer(Map<String, String> answers) throws IOException {
        this(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), answers);
    }

    ScriptedServer(ServerSocket door, Map<String, String> answers) {
        this.answers.putAll(
                Map.of("GREETING", "220 porch ESMTP", "DATA", "354 go on", ".", "250 2.0.0 Ok: queued as 4F2"));
        this.answers.putAll(answers);
        this.door = door;
        Thread thread = new Thread(this::letIn, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return door.getLocalPort();
    }

    private void letIn() {
        while (!door.isClosed()) {
            try (Socket socket = door.accept()) {
                open.add(socket);
                talk(socket);
            } catch (IOException e) {
                heard.add("gone: " + e.getMessage());
            }
        }
    }

    private void talk(Socket socket) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = socket.getOutputStream();
        boolean goesOn = answer(out, in, "GREETING");
        for (String line = goesOn ? in.readLine() : null; line != null; line = goesOn ? in.readLine() : null) {
            heard.add(line);
            String word = line.split(" ", 2)[0];
            String rcpt = "RCPT " + line.replaceAll(".*<(.*)>.*", "$1");
            goesOn = answer(out, in, answers.containsKey(rcpt) ? rcpt : word) && !word.equals("QUIT");
            if (goesOn && word.equals("DATA") && answers.get("DATA").startsWith("354")) {
                StringBuilder mail = new StringBuilder();
                for (String text = in.readLine(); text != null && !text.equals("."); text = in.readLine()) {
                    mail.append(text).append('\n');
                }
                mails.add(mail.toString());
                goesOn = answer(out, in, ".");
            }
        }
    }

    /** False when it closes. */
    private boolean answer(OutputStream out, BufferedReader in, String word) throws IOException {
        String answer = answers.getOrDefault(word, "250 ok");
        if (answer.equals(CUT)) {
            return false;
        }
        if (answer.equals(HANG)) {
            hanging.countDown();
            int byteRead = in.read();
            while (byteRead >= 0) {
                byteRead = in.read();
            }
            return false;
        }
        out.write((answer.replace("\n", "\r\n") + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        return true;
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
