package dev.porchlight.doctor;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * What the doctor found.
 *
 * @param at when it began
 * @param isOver false while findings are still to come
 * @param findings in the order of the table
 */
public record Examination(Instant at, boolean isOver, List<Finding> findings) {
    public Examination {
        findings = List.copyOf(findings);
    }

    /** How many things do not work. */
    public int broken() {
        return (int) findings.stream().filter(Finding::isBroken).count();
    }

    /** For programs. */
    public void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("at", at.toString());
        json.writeNumberField("broken", broken());
        json.writeArrayFieldStart("findings");
        for (Finding finding : findings) {
            json.writeStartObject();
            json.writeStringField("what", finding.what());
            json.writeStringField("state", finding.state().word());
            json.writeStringField("words", finding.words());
            json.writeStringField("remedy", finding.remedy());
            json.writeBooleanField("is_command", finding.isCommand());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
