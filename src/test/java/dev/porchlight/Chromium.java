package dev.porchlight;

import java.nio.file.Files;
import java.nio.file.Path;
import org.openqa.selenium.SessionNotCreatedException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** Debian's headless Chromium and its driver. */
public final class Chromium {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final int TRIES = 3;

    private Chromium() {}

    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM) && Files.isExecutable(DRIVER);
    }

    /** @param size like {@code 1280,900} */
    public static ChromeOptions options(String size) {
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
                "--window-size=" + size);
        return options;
    }

    /** On a busy machine the driver may look for the browser's port before the browser has written all of it. */
    public static ChromeDriver start(ChromeOptions options) {
        return start(options, TRIES);
    }

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
