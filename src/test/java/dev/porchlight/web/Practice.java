package dev.porchlight.web;

import dev.porchlight.doctor.Finding;
import dev.porchlight.doctor.Look;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** What the doctor of an open house looks at: three things, when the test lets it. */
final class Practice implements Look {
    final CountDownLatch door = new CountDownLatch(1);
    final AtomicInteger visits = new AtomicInteger();

    @Override
    public String what() {
        return "the house";
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        visits.incrementAndGet();
        door.await();
        return List.of(
                Finding.works("board door", "heard on /dev/ttyACM0"),
                Finding.open("clock", "this machine does not say whether a time server set it"),
                new Finding(
                        "ffmpeg",
                        Finding.State.BROKEN,
                        "it is <not> installed",
                        "sudo apt-get install -y ffmpeg",
                        true),
                Finding.broken("sink ha", "nobody answers at ha.local:8123", "check 'url', and that it is running"));
    }
}
