package dev.porchlight.web.access;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What this machine is called in the home network. */
public final class ThisMachine {
    private ThisMachine() {}

    /** Its addresses that a phone can reach, in numbers; those of IPv4 first. */
    public static List<String> addresses() {
        List<String> four = new ArrayList<>();
        List<String> six = new ArrayList<>();
        try {
            for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress address : Collections.list(card.getInetAddresses())) {
                    boolean isReached = !address.isLoopbackAddress() && !address.isLinkLocalAddress();
                    if (isReached) {
                        (address instanceof Inet4Address ? four : six)
                                .add(address.getHostAddress().replaceFirst("%.*", ""));
                    }
                }
            }
        } catch (SocketException e) {
            return List.of();
        }
        four.addAll(six);
        return four;
    }

    /** Every name and address that a certificate of this machine should hold, with {@code more} behind. */
    public static Set<String> names(Collection<String> more) {
        Set<String> names = new LinkedHashSet<>();
        String host = hostName();
        if (host.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
            names.add(host);
            if (!host.contains(".")) {
                names.add(host + ".local");
            }
        }
        names.addAll(List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"));
        names.addAll(addresses());
        names.addAll(more);
        return names;
    }

    /** Read from the kernel: the JDK would ask the name server. */
    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname"))
                    .strip()
                    .toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            return "";
        }
    }
}
