package dev.pglitej.natives.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Surefire has reported of the tests of all modules.
 *
 * @param run how many tests have run
 * @param failed those that failed, with the first line of why
 */
record TestReports(int run, List<String> failed) {
    private static final Pattern CASE = Pattern.compile(
            "<testcase name=\"([^\"]*)\" classname=\"([^\"]*)\"[^>]*?(?:/>|>(.*?)</testcase>)", Pattern.DOTALL);
    private static final Pattern FAILURE = Pattern.compile("<(?:failure|error)(?: message=\"([^\"]*)\")?");
    private static final int LONGEST = 200;

    /** Reads all reports below a directory that are not older than a time. */
    static TestReports below(Path root, FileTime since) throws IOException {
        int run = 0;
        List<String> failed = new ArrayList<>();
        for (Path report : reports(root)) {
            if (Files.getLastModifiedTime(report).compareTo(since) < 0) continue;
            Matcher test = CASE.matcher(Files.readString(report));
            while (test.find()) {
                String content = test.group(3) == null ? "" : test.group(3);
                if (content.contains("<skipped")) continue;
                run++;
                Matcher failure = FAILURE.matcher(content);
                if (failure.find()) failed.add(test.group(2) + "." + test.group(1) + reason(failure.group(1)));
            }
        }
        return new TestReports(run, failed);
    }

    private static List<Path> reports(Path root) throws IOException {
        // Modules are one or two directories down, as extensions/contrib is.
        try (Stream<Path> tree = Files.walk(root, 5)) {
            return tree.filter(file -> String.valueOf(file.getFileName()).matches("TEST-.*\\.xml"))
                    .filter(file -> file.resolve("../..").normalize().endsWith("target"))
                    .sorted()
                    .toList();
        }
    }

    private static String reason(String message) {
        if (message == null || message.isBlank()) return "";
        String text = message.replace("&#10;", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&")
                .strip()
                .replaceAll("\\s+", " ");
        return ": " + (text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
    }
}
