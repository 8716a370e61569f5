package dev.porchlight.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import org.eclipse.angus.mail.smtp.SMTPMessage;

/** A message whose id is ours, the same each time it is made: whoever gets it twice can tell. */
final class Letter extends SMTPMessage {
    private final String id;
    private final long size;

    /**
     * @param id with its angle brackets
     * @param size in bytes as it is sent, rounded up
     */
    Letter(Session session, String id, long size) {
        super(session);
        this.id = id;
        this.size = size;
        setSendPartial(true);
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
    }

    long size() {
        return size;
    }
}
