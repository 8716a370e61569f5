package dev.porchlight.command;

import dev.porchlight.board.Board;
import dev.porchlight.board.BoardState;
import dev.porchlight.board.Introduction;
import dev.porchlight.board.PortClaims;
import dev.porchlight.board.SerialLink;
import dev.porchlight.board.Setting;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.health.Condition;
import dev.porchlight.health.Health;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The boards at their ports, opened for this command, while no host runs. */
final class OwnBoards implements BoardDesk {
    /** An Uno starts for 1.5 s, two speeds are listened to for 3 s each, and then it tells its settings. */
    private static final Duration LIMIT = Duration.ofSeconds(12);

    private static final long LOOK_MILLIS = 20;

    private final HouseClock clock;
    private final Health health;
    private final List<Board> boards = new ArrayList<>();
    private boolean isAsked;

    OwnBoards(HouseConfig house) {
        this(house, HouseClock.ofThisMachine());
    }

    private OwnBoards(HouseConfig house, HouseClock clock) {
        this(house, true, new Health(clock), clock);
    }

    /**
     * @param opens false: their ports are another's, and none is opened
     * @param health where they tell how they are
     */
    OwnBoards(HouseConfig house, boolean opens, Health health, HouseClock clock) {
        this.health = health;
        this.clock = clock;
        PortClaims claims = new PortClaims();
        if (opens) {
            house.boards()
                    .forEach(board -> boards.add(new Board(
                            board,
                            house.visitsOf(board),
                            SerialLink.opener(board, claims),
                            clock,
                            health,
                            reading -> {})));
        }
        boards.forEach(Board::start);
    }

    private void await(Predicate<Board> isReady) throws InterruptedException {
        long until = System.nanoTime() + LIMIT.toNanos();
        while (!boards.stream().allMatch(isReady) && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private Optional<Condition> condition(Board board) {
        return health.conditions().stream()
                .filter(one -> one.part().equals("board " + board.name()))
                .findFirst();
    }

    /** Whether it is known how it is: it cannot be opened, has no settings, or told them all. */
    private boolean isKnown(Board board) {
        return isAway(board)
                || board.state().dialect().filter("classic"::equals).isPresent()
                || hasToldSettings(board);
    }

    private boolean isAway(Board board) {
        return board.state().port().isEmpty()
                && condition(board)
                        .filter(its -> its.state() == Condition.State.FAILED)
                        .isPresent();
    }

    private static boolean hasToldSettings(Board board) {
        return board.state().settings().size() >= Setting.values().length;
    }

    /** Whether there is a word on how it is that will stay: it is away, heard, or complains of a sensor. */
    private boolean isHeard(Board board) {
        Optional<Condition> condition = condition(board);
        return isAway(board)
                || condition
                        .filter(its -> its.state() == Condition.State.OK || hasToldSettings(board))
                        .isPresent();
    }

    /** How they are, and whatever else {@code health} was told. Safe on every thread; only the first call waits. */
    synchronized List<Condition> conditions() throws InterruptedException {
        if (!isAsked) {
            await(this::isHeard);
            isAsked = true;
        }
        return health.conditions();
    }

    @Override
    public List<BoardView> boards() throws InterruptedException {
        await(this::isKnown);
        return boards.stream().map(this::view).toList();
    }

    private BoardView view(Board board) {
        BoardState state = board.state();
        Optional<Introduction> hello = state.hello();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("port", state.port().orElse(""));
        facts.put("firmware", hello.map(Introduction::firmware).orElse(""));
        facts.put("protocol", hello.map(its -> Integer.toString(its.protocol())).orElse(""));
        facts.put("calls itself", hello.map(Introduction::name).orElse(""));
        facts.put(
                "running for",
                hello.map(its -> BoardTable.span(its.uptimeAt(clock.now()))).orElse(""));
        Optional<Condition> condition = condition(board);
        return new BoardView(
                board.name(),
                condition.map(its -> its.state().word()).orElse("failed"),
                condition.map(Condition::words).orElse("nothing came from it"),
                facts,
                state.settings());
    }

    @Override
    public void set(String name, String key, String value) throws IOException, InterruptedException {
        Board board = boards.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IOException("there is no board " + name + " in the configuration"));
        await(one -> one != board || isKnown(one));
        try {
            board.set(key, value);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        boards.forEach(Board::close);
    }
}
