package dev.porchlight.bench;

import dev.porchlight.Chromium;
import dev.porchlight.bench.Benchmarks.Figures;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.openqa.selenium.chrome.ChromeDriver;

/** How long Debian's Chromium, started anew each time, takes from asking for a page until something of it is seen. */
final class FirstPaint {
    private static final int TIMES = 9;

    private FirstPaint() {}

    static Figures of(URI page) throws InterruptedException {
        Figures figures = new Figures();
        for (int i = 0; i < TIMES; i++) {
            figures.add(once(page));
        }
        return figures;
    }

    private static double once(URI page) throws InterruptedException {
        ChromeDriver driver = Chromium.start(Chromium.options("1440,900"));
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
}
