package dev.porchlight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.porchlight.time.Pause;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium without a screen, on the pages of one host. */
final class Browser implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ChromeDriver driver;
    private final URI house;

    private Browser(ChromeDriver driver, URI house) {
        this.driver = driver;
        this.house = house;
    }

    /** Skips the test, and says so, where Debian's chromium and chromium-driver are not installed. */
    static Browser open(URI house, Path profile, boolean withScripts) {
        assumeTrue(
                Chromium.isInstalled(),
                "skipped: chromium and chromium-driver are not installed (apt-get install chromium chromium-driver)");
        ChromeOptions options = Chromium.options("1280,900");
        options.addArguments("--user-data-dir=" + profile.toAbsolutePath());
        if (!withScripts) {
            options.setExperimentalOption("prefs", Map.of("profile.managed_default_content_settings.javascript", 2));
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        return new Browser(Chromium.start(options), house);
    }

    void go(String path) {
        driver.get(house.resolve(path).toString());
    }

    String path() {
        URI now = URI.create(driver.getCurrentUrl());
        return now.getRawPath() + (now.getRawQuery() == null ? "" : "?" + now.getRawQuery());
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** The first one that a person can see; waits for it. */
    WebElement see(String css) {
        await(() -> all(css).stream().anyMatch(Browser::isShown), "nothing to see at " + css);
        return all(css).stream().filter(Browser::isShown).findFirst().orElseThrow();
    }

    private static boolean isShown(WebElement element) {
        try {
            return element.isDisplayed();
        } catch (StaleElementReferenceException e) {
            return false;
        }
    }

    /** Writes it into a field, in place of what is there. */
    void type(String css, String text) {
        WebElement field = see(css);
        field.clear();
        field.sendKeys(text);
    }

    /** What the page itself gets at this address, with its session. */
    byte[] fetch(String path) {
        Object bytes = driver.executeAsyncScript("""
                const [path, done] = arguments;
                fetch(path).then(answer => answer.arrayBuffer())
                  .then(body => done(btoa(String.fromCharCode(...new Uint8Array(body)))));
                """, path);
        return Base64.getDecoder().decode(bytes.toString());
    }

    String cookie(String name) {
        return driver.manage().getCookieNamed(name).getValue();
    }

    /** Plays a video a little, then asks for its end and sees it get there. */
    void assertPlaysAndSeeks(String css) {
        WebElement video = see(css);
        driver.executeScript("arguments[0].muted = true; arguments[0].play()", video);
        await(() -> number("return arguments[0].currentTime", video) > 0.2, "it does not play");
        driver.executeScript("arguments[0].currentTime = arguments[0].duration - 0.5", video);
        await(
                () -> number("return arguments[0].ended ? 1 : 0", video) == 1,
                "it does not play on from where it was asked to");
        assertEquals(0, number("return arguments[0].error ? 1 : 0", video));
    }

    /** The same of a clip that stayed as it was recorded, which a script plays picture by picture. */
    void assertFilmPlaysAndSeeks() {
        WebElement image = see(".film img");
        WebElement slider = see(".film input");
        see(".film .play").click();
        await(() -> number("return Number(arguments[0].value)", slider) > 200, "it does not play");
        assertEquals(
                1,
                number("return arguments[0].src.startsWith('blob:') && arguments[0].naturalWidth > 0 ? 1 : 0", image));
        await(
                () -> number("return arguments[0].max - arguments[0].value < arguments[0].step ? 1 : 0", slider) == 1,
                "it does not play to its end");
        String last = image.getDomProperty("src");
        driver.executeScript(
                "arguments[0].value = 300; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))", slider);
        await(
                () -> !last.equals(image.getDomProperty("src"))
                        && number("return Number(arguments[0].value)", slider) < 400,
                "it does not go to where it was asked to");
    }

    private double number(String script, WebElement element) {
        return ((Number) driver.executeScript(script, element)).doubleValue();
    }

    /** Whether there is a picture, and it was loaded. */
    boolean isPictureShown(String css) {
        return all(css).stream().anyMatch(picture -> !"0".equals(picture.getDomProperty("naturalWidth")));
    }

    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    void tab() {
        press(Keys.TAB);
    }

    /** Leaves a mark that a new page does not have. */
    void mark() {
        driver.executeScript("window.marked = true");
    }

    boolean isMarked() {
        return Boolean.TRUE.equals(driver.executeScript("return window.marked === true"));
    }

    void await(BooleanSupplier fact, String words) {
        long until = System.nanoTime() + LIMIT.toNanos();
        while (!fact.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError(words + " at " + driver.getCurrentUrl() + "\n" + driver.getPageSource());
            }
            Pause.aMoment();
        }
    }

    /** What axe finds serious or critical on this page: the rule, and the first place. */
    void assertNothingKeepsPeopleOut() throws IOException {
        try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
            driver.executeScript(new String(script.readAllBytes(), UTF_8));
        }
        Object found = driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).then(found => done(
                  found.violations.filter(v => ["serious", "critical"].includes(v.impact))
                    .map(v => v.id + ": " + v.help + " at " + v.nodes[0].html)));
                """);
        assertEquals(List.of(), found, driver.getCurrentUrl());
    }

    /** No error was told on the console, and nothing but the host was asked for anything. */
    void assertQuiet() {
        List<String> errors = new ArrayList<>();
        driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .forEach(entry -> errors.add(entry.getMessage()));
        assertEquals(List.of(), errors);
        List<String> asked = driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(entry -> entry.getMessage())
                .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                .map(message -> message.replaceAll("(?s).*\"request\":\\{.*?\"url\":\"([^\"]*)\".*", "$1"))
                .toList();
        assertTrue(asked.size() > 0, "the log of requests is empty");
        assertEquals(
                List.of(),
                asked.stream()
                        .filter(url -> url.matches("(https?|wss?)://.*") && !url.startsWith(house.toString()))
                        .toList());
    }

    @Override
    public void close() {
        driver.quit();
    }
}
