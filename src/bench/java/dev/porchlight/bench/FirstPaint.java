package dev.porchlight.bench;

import dev.porchlight.bench.Benchmarks.Figures;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openqa.selenium.SessionNotCreatedException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** How long Debian's Chromium, started anew each time, takes from asking for a page until something of it is seen. */
final class FirstPaint {
    private static final int TRIES = 3;
    private static final int TIMES = 9;
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private FirstPaint() {}

    static Figures of(URI page) throws InterruptedException {
        Figures figures = new Figures();
        for (int i = 0; i < TIMES; i++) {
            figures.add(once(page));
        }
        return figures;
    }

    private static double once(URI page) throws InterruptedException {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(PROGRAM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--window-size=1440,900");
        ChromeDriver driver = start(options, TRIES);
        try {
            TimeUnit.SECONDS.sleep(1); // what the browser does at its own start is over
            driver.get(page.toString());
            return ((Number) driver.executeAsyncScript("const done = arguments[0]; new PerformanceObserver(list => {"
                            + " const paint = list.getEntriesByName('first-contentful-paint')[0];"
                            + " if (paint) done(paint.startTime); })"
                            + ".observe({type: 'paint', buffered: true});"))
                    .doubleValue();
        } finally {
            driver.quit();
        }
    }

    /** On a busy machine the driver may look for the browser's port before the browser has written all of it. */
    private static ChromeDriver start(ChromeOptions options, int tries) {
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        try {
            return new ChromeDriver(service, options);
        } catch (SessionNotCreatedException e) {
            service.stop();
            if (tries > 1) {
                return start(options, tries - 1);
            }
            throw e;
        }
    }
}
