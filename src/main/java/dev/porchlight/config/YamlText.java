package dev.porchlight.config;

import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * The file's text as a tree, or the sentence about why it is none. It is read twice: first flat, piece by piece, to refuse
 * what would be too deep or too much for a tree.
 *
 * <p>The library's exceptions quote the lines around a mistake, and a password may stand there, so none of them becomes a
 * cause.
 */
final class YamlText {
    /** The deepest key there is, a pair of a sink's map, is 4 deep. */
    private static final int MAX_DEPTH = 20;

    private static final int MAX_ALIASES = 100;
    private static final char DELETE = 0x7F;
    private static final String CORE_TAGS = "tag:yaml.org,2002:";
    private static final String NOT_YAML = ": this is not YAML: ";

    private final String text;
    private final Path file;
    private final LoadSettings settings;
    private Place reached;

    private YamlText(String text, Path file) {
        this.text = text;
        this.file = file;
        this.settings = LoadSettings.builder()
                .setMaxAliasesForCollections(MAX_ALIASES)
                .setCodePointLimit(Integer.MAX_VALUE)
                .setAllowDuplicateKeys(true)
                .setAllowNonScalarKeys(true)
                .build();
        this.reached = Place.at(file, 1, 1);
    }

    /** Empty if there is nothing in it. */
    static Optional<Node> compose(String text, Path file) throws ConfigException {
        return new YamlText(text, file).compose();
    }

    private Optional<Node> compose() throws ConfigException {
        refuseUnprintable();
        try {
            inspect();
            return new Compose(settings).composeString(text);
        } catch (MarkedYamlEngineException e) {
            throw ConfigException.because(placeOf(e) + NOT_YAML + YamlMistake.words(e));
        } catch (RuntimeException e) { // "\UFFFFFFFF" is a NumberFormatException in snakeyaml-engine 3.2
            throw ConfigException.because(
                    reached + NOT_YAML + "what follows cannot be read; compare it with porchlight.example.yaml");
        }
    }

    private Place placeOf(MarkedYamlEngineException e) {
        Optional<Mark> mark = YamlMistake.isTheBeginning(e) ? e.getContextMark() : e.getProblemMark();
        return mark.map(m -> Place.of(file, m)).orElse(reached);
    }

    private void refuseUnprintable() throws ConfigException {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (!StreamReader.isPrintable(text.codePointAt(i)) || text.charAt(i) == DELETE) {
                throw ConfigException.because(String.format(
                        "%s: here stands the control character U+%04X; remove it",
                        Place.in(file, text, i), text.codePointAt(i)));
            }
        }
    }

    private void inspect() throws ConfigException {
        int documents = 0;
        int depth = 0;
        int aliases = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            reached = event.getStartMark().map(mark -> Place.of(file, mark)).orElse(reached);
            switch (event.getEventId()) {
                case DocumentStart ->
                    refuseIf(++documents > 1, "here begins a second document; keep one, and remove this '---'");
                case MappingStart, SequenceStart -> {
                    refuseIf(
                            ++depth > MAX_DEPTH,
                            "no key is nested this deep; look at the brackets and the indentation");
                    refuseTag(((CollectionStartEvent) event).getTag());
                }
                case MappingEnd, SequenceEnd -> depth--;
                case Scalar -> refuseTag(((ScalarEvent) event).getTag());
                case Alias ->
                    refuseIf(
                            ++aliases > MAX_ALIASES,
                            "there are more than " + MAX_ALIASES + " aliases like *name;" + " write the values out");
                default -> {}
            }
        }
    }

    /** Home Assistant's {@code !secret mail} would be the password {@code mail} here. */
    private void refuseTag(Optional<String> tag) throws ConfigException {
        refuseIf(
                tag.isPresent() && !tag.get().startsWith(CORE_TAGS),
                "a word like !secret means nothing here; take a secret from elsewhere with ${file:/path} or ${env:NAME},"
                        + " and put a value that begins with '!' in quotes");
    }

    private void refuseIf(boolean wrong, String words) throws ConfigException {
        if (wrong) {
            throw ConfigException.because(reached + ": " + words);
        }
    }
}
