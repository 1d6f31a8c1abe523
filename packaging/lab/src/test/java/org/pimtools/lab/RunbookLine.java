package org.pimtools.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command line of the runbook as it stands there. @param section the heading above it */
record RunbookLine(String section, String command) {
    private static final Pattern CODE = Pattern.compile("(?ms)^ *```\n(.*?)^ *```$|`([^`]+)`|^##+ ([^\n]*)$");
    private static final Pattern COMMAND = Pattern.compile(
            "(?:pim-planner|pim-migrator|aos-db-migrate|openstack|ssh|scp|cp|mkdir|mariadb|mariadb-dump|redis-cli|rabbitmqctl"
                    + "|systemctl|shred|\\S*rehearse\\.sh)(?: .*)?");

    /** All of them in order: lines in blocks, and what is set as code in the text. */
    static List<RunbookLine> of(Path page) throws IOException {
        List<RunbookLine> lines = new ArrayList<>();
        String section = "";
        Matcher code = CODE.matcher(Files.readString(page));
        while (code.find()) {
            if (code.group(3) != null) {
                section = code.group(3);
                continue;
            }
            List<String> texts = code.group(1) == null
                    ? List.of(code.group(2).replaceAll("\\s+", " "))
                    : code.group(1).lines().map(String::strip).toList();
            for (String text : texts) {
                if (COMMAND.matcher(text).matches()) {
                    lines.add(new RunbookLine(section, text));
                }
            }
        }
        return lines;
    }

    /** Whether it is typed on every RS host, not on the controller. */
    boolean isForHosts() {
        return command.startsWith("pim-migrator ") || command.startsWith("redis-cli ");
    }

    @Override
    public String toString() {
        return section + ": " + command;
    }
}
