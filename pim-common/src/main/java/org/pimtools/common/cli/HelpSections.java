package org.pimtools.common.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pimtools.common.error.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What the help of every command has, so that no command has to declare it. */
final class HelpSections {
    private static final int BEHIND_COMMON_OPTIONS = 110;

    private HelpSections() {}

    /** Gives --help and --version to the command and to all below it, and exit codes to a root that declares none. */
    static void complete(CommandLine line, String version) {
        CommandSpec spec = line.getCommandSpec();
        addHelpOptions(spec);
        spec.version(spec.root().name() + " " + version + " (Java " + System.getProperty("java.version") + ")");
        UsageMessageSpec help = spec.usageMessage();
        help.sortOptions(false);
        help.commandListHeading("%nCommands:%n");
        if (spec.parent() == null && help.exitCodeList().isEmpty()) {
            help.exitCodeList(allExitCodes());
        }
        if (!help.exitCodeList().isEmpty()) {
            help.exitCodeListHeading("%nExit codes:%n");
        }
        FilesAndEnvironment surroundings = spec.userObject().getClass().getAnnotation(FilesAndEnvironment.class);
        if (surroundings != null) {
            addBeforeFooter(help, "Environment", surroundings.environment());
            addBeforeFooter(help, "Files", surroundings.files());
        }
        for (CommandLine subcommand : line.getSubcommands().values()) {
            complete(subcommand, version);
        }
    }

    private static void addHelpOptions(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .order(BEHIND_COMMON_OPTIONS)
                .description("show this help")
                .build());
        spec.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .order(BEHIND_COMMON_OPTIONS)
                .description("show the version, and that of Java")
                .build());
    }

    private static Map<String, String> allExitCodes() {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            meanings.put(String.valueOf(code.code()), code.meaning());
        }
        return meanings;
    }

    private static void addBeforeFooter(UsageMessageSpec help, String title, String... entries) {
        if (entries.length == 0) {
            return;
        }
        Map<String, String> rows = new LinkedHashMap<>();
        for (String entry : entries) {
            rows.put(entry.substring(0, entry.indexOf(':')), entry.substring(entry.indexOf(':') + 1));
        }
        List<String> keys = new ArrayList<>(help.sectionKeys());
        keys.add(keys.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), title);
        help.sectionKeys(keys);
        help.sectionMap().put(title, new Section(title, rows));
    }

    /** No lambda, for the same reason as in {@link Tool}. */
    private record Section(String title, Map<String, String> rows) implements IHelpSectionRenderer {
        @Override
        public String render(Help help) {
            return help.createHeading("%n" + title + ":%n")
                    + help.createTextTable(rows).toString();
        }
    }
}
