package dev.porchlight.plugin;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A call into a stranger's code: on a thread of its own, with the plugin's class loader as context, and under a time
 * limit. A call that ignores the limit keeps that one thread and nothing else.
 */
final class PluginCall {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private PluginCall() {}

    /** @throws PluginException if it took too long, or threw; then the cause is what it threw */
    static <T> T call(String plugin, ClassLoader loader, String what, Callable<T> call)
            throws PluginException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "plugin-" + plugin);
        thread.setContextClassLoader(loader);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw new PluginException(
                    what + " did not come back within " + LIMIT.toSeconds() + " s; ask its author for a better one", e);
        } catch (ExecutionException e) {
            throw new PluginException(what + " failed: " + e.getCause(), e.getCause());
        }
    }
}
