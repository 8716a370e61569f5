package dev.porchlight.command;

import dev.porchlight.doctor.Examination;
import dev.porchlight.doctor.Finding;
import java.io.PrintWriter;
import java.util.List;

/** What the doctor found, as a person reads it: a row a finding as it comes, its remedy below it. */
final class FindingTable {
    private final PrintWriter out;
    private final boolean isSilent;
    private int width;

    /** @param isSilent prints nothing at all */
    FindingTable(PrintWriter out, boolean isSilent) {
        this.out = out;
        this.isSilent = isSilent;
    }

    /** Makes the first column so wide. */
    void fit(List<String> names) {
        width = names.stream().mapToInt(String::length).max().orElse(0);
    }

    void print(Finding finding) {
        line(sign(finding), finding.what(), finding.words());
        if (!finding.remedy().isEmpty()) {
            line("", "", "-> " + finding.remedy());
        }
    }

    private void line(String sign, String what, String words) {
        if (!isSilent) {
            out.println(String.format("%-2s  %-" + Math.max(1, width) + "s  %s", sign, what, words));
            out.flush();
        }
    }

    private static String sign(Finding finding) {
        return switch (finding.state()) {
            case WORKS -> "ok";
            case OPEN -> "-";
            case BROKEN -> "!!";
        };
    }

    void end(Examination examination) {
        out.println();
        int broken = examination.broken();
        out.println(
                switch (broken) {
                    case 0 -> "Everything works.";
                    case 1 -> "One thing does not work (!!); the arrow says what mends it.";
                    default -> broken + " things do not work (!!); the arrows say what mends them.";
                });
    }
}
