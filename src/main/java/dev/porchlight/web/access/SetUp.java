package dev.porchlight.web.access;

import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The code that makes the first user: it is on the console only, so whoever has it can touch the machine. Good for an
 * hour and for one user; kept in memory. Safe on every thread.
 */
public final class SetUp {
    /** How long one code is good. */
    static final Duration GOOD_FOR = Duration.ofHours(1);

    /** Crockford's alphabet without anything that looks like something else: 5 bits a letter. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int GROUPS = 4;
    private static final int GROUP = 4;

    private final BooleanSupplier hasUsers;
    private final HouseClock clock;
    private final Secrets secrets;
    private String code = "";
    private Moment made;

    SetUp(BooleanSupplier hasUsers, HouseClock clock, Secrets secrets) {
        this.hasUsers = hasUsers;
        this.clock = clock;
        this.secrets = secrets;
    }

    /** The code of this hour, {@code 7K2M-Q9XD-4TRA-88VN}; empty once there is a user. */
    public synchronized Optional<String> code() {
        if (hasUsers.getAsBoolean()) {
            code = "";
            return Optional.empty();
        }
        Moment now = clock.now();
        if (code.isEmpty() || now.since(made).compareTo(GOOD_FOR) >= 0) {
            code = fresh();
            made = now;
        }
        return Optional.of(code);
    }

    /** However it was typed: small letters, spaces, O for 0 and I or L for 1 are the same. */
    boolean isCode(String typed) {
        String plain = typed.toUpperCase(Locale.ROOT)
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1')
                .replaceAll("[^0-9A-Z]", "");
        return code().filter(good -> Secrets.same(good.replace("-", ""), plain)).isPresent();
    }

    private String fresh() {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP; i++) {
            letters.append(i > 0 && i % GROUP == 0 ? "-" : "").append(secrets.letterOf(ALPHABET));
        }
        return letters.toString();
    }

    /**
     * What the console says.
     *
     * @param addresses where the house is reached, like {@code http://192.168.1.7:8080}; the QR code opens the first
     * @param because a sentence about why the house must be set up again; empty for a new one
     */
    public static String text(String code, List<String> addresses, Optional<String> because) {
        String page = addresses.get(0) + "/setup?code=" + code;
        return because.map(words -> words + ".\n").orElse("")
                + "Nobody can sign in yet. Open " + String.join("/setup or ", addresses) + "/setup"
                + " and give this code within the hour:\n\n    " + code + "\n\nor point a phone's camera at this:\n\n"
                + QrText.of(page);
    }
}
