package dev.porchlight.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What some keys say, wherever they stand and in whatever order, as a digest that tells no secret. */
final class Content {
    /** No plugin has such keys, and a stranger's aliases may multiply. */
    private static final int MAX_LENGTH = 1_000_000;

    private final Placeholders placeholders;
    private final StringBuilder all = new StringBuilder();

    Content(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    /** In hexadecimal digits. */
    String of(Map<String, Node> keys) {
        new TreeMap<>(keys).forEach((key, node) -> {
            all.append(key).append('=');
            add(node);
        });
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(all.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void add(Node node) {
        if (all.length() > MAX_LENGTH) {
            return;
        }
        if (node instanceof ScalarNode scalar) {
            all.append('"').append(filled(scalar.getValue())).append('"');
        } else if (node instanceof SequenceNode list) {
            all.append('[');
            list.getValue().forEach(this::add);
            all.append(']');
        } else if (node instanceof MappingNode map) {
            all.append('{');
            map.getValue().forEach(pair -> {
                add(pair.getKeyNode());
                add(pair.getValueNode());
            });
            all.append('}');
        }
    }

    private String filled(String text) {
        try {
            return placeholders.fill(text);
        } catch (IllegalArgumentException e) {
            return text; // what is wrong is told where it is read
        }
    }
}
