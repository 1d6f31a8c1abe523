package org.pimtools.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.pimtools.manual.SameInEveryShell.MY_MODULES;
import static org.pimtools.manual.Shell.ALL;
import static org.pimtools.manual.Shell.TAB;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.manual.Program.Seen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Completion as somebody sees it who types into a real bash. */
class BashCompletionTest {
    @TempDir
    static Path share;

    @TempDir
    static Path directory;

    private static Shell bash;

    @BeforeAll
    static void layOut() throws IOException {
        Manual.write(share, "1.0.0", "2026-01-01");
        CompletionFiles.layOut(directory);
        bash = Shell.bash(share.resolve("bash-completion/completions"), directory);
    }

    @Test
    void completesWhatIsBegun() {
        bash.assertCompletes(SameInEveryShell.BEGUN, new String[][] {
            {"pim-planner apply --partial" + TAB, "pim-planner apply --partial "},
            {"pim-migrator rollback --only redis,s" + TAB, "pim-migrator rollback --only redis,sql "},
            {"pim-migrator --ident" + TAB, "pim-migrator --identity "},
            {"pim-migrator some.plan --dec" + TAB, "pim-migrator some.plan --decisions "},
            {"aos-db-migrate --na" + TAB, "aos-db-migrate --names "},
        });
    }

    @Test
    void showsAllThatCanStandThere() {
        bash.assertCompletes(SameInEveryShell.ALL_THAT_CAN_STAND_THERE, new String[][] {
            {"pim-migrator " + ALL, "pim-migrator check-endpoints decide keygen rollback run sql state status verify "},
            {"pim-planner plan --color=" + ALL, "pim-planner plan --color=always auto never "},
            {
                "pim-migrator rollback --only redis," + ALL,
                "pim-migrator rollback --only redis,backup redis,sql redis,veeam "
            },
        });
    }

    @Test
    void everyOptionOfEveryCommand() {
        List<String> typed = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (Product product : Product.all("1.0.0")) {
            List<CommandText> commands =
                    product.subcommands().isEmpty() ? List.of(product.root()) : product.subcommands();
            for (CommandText command : commands) {
                typed.add(command.invocation() + " --" + ALL);
                expected.add(command.invocation()
                        + command.options().stream()
                                .map(OptionText::longName)
                                .sorted()
                                .map(name -> " " + name)
                                .collect(Collectors.joining())
                        + " ");
            }
        }
        assertEquals(expected, bash.complete(typed.toArray(String[]::new)));
    }

    @Test
    void filesAndFolders() {
        bash.assertCompletes(SameInEveryShell.FILES_AND_FOLDERS, new String[][] {
            {"pim-planner plan --state-dir ni" + TAB, "pim-planner plan --state-dir ni"},
            {"pim-planner plan --db-ca ca" + TAB, "pim-planner plan --db-ca ca\\:1.pem "},
        });
    }

    @Test
    void modules() {
        bash.assertCompletes(SameInEveryShell.MODULES, new String[][] {
            {MY_MODULES + "-n dashboard --mig" + TAB, MY_MODULES + "-n dashboard --migration "},
            {
                "aos-db-migrate --modules-dir ~/'my modules' -n d" + TAB,
                "aos-db-migrate --modules-dir ~/'my modules' -n d"
            },
        });
        assertFalse(Files.exists(directory.resolve("pwned")));
    }

    @Test
    void theShellsOwnSettingsDoNotHarm() {
        String begin = MY_MODULES + "-n ";
        Shell strict = bash.with("set -fu; shopt -s failglob nocasematch extglob; IFS=:");
        assertEquals(
                List.of(begin + "cloud_manager dashboard monitor ", "pim-planner plan "),
                strict.complete(begin + ALL, "pim-planner pl" + TAB));
    }

    @Command(name = "hostile", description = "Hostile.")
    static final class Hostile implements Runnable {
        enum Choice {
            ONE;

            @Override
            public String toString() {
                return "$(touch pwned)'`touch pwned`";
            }
        }

        @Option(names = "--evil", description = "$(touch pwned)")
        Choice evil;

        @Override
        public void run() {}
    }

    @Test
    void declaredTextIsNeverCode(@TempDir Path completions) throws IOException {
        Path file = Files.writeString(
                completions.resolve("hostile"), BashCompletion.of(Product.of(Hostile.class, "1.0.0")));
        assertEquals(new Seen(0, ""), Program.run("bash", "-n", file));
        Shell shell = Shell.bash(completions, directory);
        assertEquals(
                List.of("hostile --evil $(touch pwned)'`touch pwned`", "hostile --evil "),
                shell.complete("hostile --evil " + TAB, "hostile --ev" + TAB).stream()
                        .map(line -> line.replaceFirst("(`) $", "$1"))
                        .toList());
        assertFalse(Files.exists(directory.resolve("pwned")));
    }
}
