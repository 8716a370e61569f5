package dev.porchlight.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    private final PasswordRules rules = new PasswordRules("Front door");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "short1       | This password has 6 characters; take at least 12",
                "elevenchars  | This password has 11 characters; take at least 12",
                "aaaaaaaaaaaaaa | This password repeats the same few characters",
                "abababababababab | This password repeats the same few characters",
                "123456789012 | This password only counts up or down",
                "987654321098 | This password only counts up or down",
                "abcdefghijklmn | This password only counts up or down",
                "Front door 123 | This password is the name of the house",
                "frontdoorfrontdoor | This password is the name of the house",
                "annabella2026 | This password is the user's name",
                "Porchlight at home | This password begins with the name of this program",
                "PasswordPassword | This password is on the list that burglars try first",
                "correct-horse-battery-staple | This password is on the list that burglars try first",
            })
    void aPasswordThatIsEasyToGuessIsRefusedWithItsReason(String password, String beginning) {
        String words = rules.problem(password, "annabella").orElse("nothing is said");

        assertTrue(words.startsWith(beginning), words);
        assertTrue(words.endsWith("."), words);
    }

    @Test
    void moreThanTwoHundredCharactersAreTooMany() {
        String long200 = "four words in a row ".repeat(10);

        assertEquals(Optional.empty(), rules.problem(long200, "anna"));
        assertEquals(
                Optional.of("This password has 201 characters; take at most 200."),
                rules.problem(long200 + "x", "anna"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "four words in a row",
                "Tür und Tor offen",
                "zwölfzeichen",
                "日本語のとても長い合言葉です",
                "anna likes long walks"
            })
    void wordsOfOnesOwnAreGood(String password) {
        assertEquals(Optional.empty(), rules.problem(password, "anna"));
    }

    @Test
    void everyPasswordOfTheListIsLongEnoughToBeTakenOtherwise() throws Exception {
        try (InputStream in = PasswordRules.class.getResourceAsStream("bad-passwords.txt")) {
            List<String> all = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();

            assertTrue(all.size() > 150, all.size() + " passwords");
            for (String one : all) {
                assertTrue(one.length() >= PasswordRules.MIN_LENGTH, one);
                assertTrue(rules.problem(one, "anna").isPresent(), one);
            }
        }
    }
}
