package dev.porchlight.health;

/**
 * A thread without which the house would be only half alive. Each loops and looks after its own troubles; should one die
 * all the same, by an error nobody expected, the program ends (and the service manager starts it anew) rather than go on
 * without, say, its recorder.
 */
public final class VitalThread extends Thread {
    public VitalThread(Runnable work, String name) {
        super(work, name);
        setDaemon(true);
    }
}
