package org.pimtools.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
        bash.assertCompletes(new String[][] {
            {"pim-planner ap" + TAB, "pim-planner apply "},
            {"pim-planner --format json pl" + TAB, "pim-planner --format json plan "},
            {"pim-planner apply --plan" + TAB, "pim-planner apply --plan "},
            {"pim-planner apply --no" + TAB, "pim-planner apply --no-dry-run "},
            {"pim-planner plan --format=j" + TAB, "pim-planner plan --format=json "},
            {"pim-planner plan --format j" + TAB, "pim-planner plan --format json "},
            {"pim-planner plan --db-host x" + TAB, "pim-planner plan --db-host x"},
            {"pim-planner none x" + TAB, "pim-planner none x"},
            {"pim-migrator rollback --only redis,s" + TAB, "pim-migrator rollback --only redis,sql "},
            {"pim-migrator --ident" + TAB, "pim-migrator --identity "},
            {"pim-migrator some.plan --dec" + TAB, "pim-migrator some.plan --decisions "},
            {"aos-db-migrate --resolve=r" + TAB, "aos-db-migrate --resolve=repeat "},
            {"aos-db-migrate --na" + TAB, "aos-db-migrate --names "},
        });
    }

    @Test
    void showsAllThatCanStandThere() {
        bash.assertCompletes(new String[][] {
            {"pim-planner " + ALL, "pim-planner apply check endpoints overview plan show verify "},
            {"pim-migrator " + ALL, "pim-migrator keygen rollback run sql status verify "},
            {"pim-planner plan --db-tls " + ALL, "pim-planner plan --db-tls off verify-ca verify-full "},
            {"pim-planner plan --color=" + ALL, "pim-planner plan --color=always auto never "},
            {"aos-db-migrate " + ALL, "aos-db-migrate "},
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
        bash.assertCompletes(new String[][] {
            {"pim-planner show ni" + TAB, "pim-planner show night\\ plan.gz "},
            {"pim-planner show \"ni" + TAB, "pim-planner show \"night plan.gz\" "},
            {"pim-planner apply --plan=ni" + TAB, "pim-planner apply --plan=night\\ plan.gz "},
            {"pim-planner apply it" + TAB, "pim-planner apply it\\'s.sql "},
            {"pim-planner plan --db-ca ca" + TAB, "pim-planner plan --db-ca ca\\:1.pem "},
            {"pim-planner plan --state-dir st" + TAB, "pim-planner plan --state-dir state\\ dir/"},
            {"pim-planner plan --state-dir ni" + TAB, "pim-planner plan --state-dir ni"},
            {"pim-planner verify --sql x.sql ni" + TAB, "pim-planner verify --sql x.sql night\\ plan.gz "},
            {"pim-migrator ni" + TAB, "pim-migrator night\\ plan.gz "},
            {"pim-migrator run x.plan -i ni" + TAB, "pim-migrator run x.plan -i night\\ plan.gz "},
        });
    }

    @Test
    void modules() {
        String begin = "aos-db-migrate --modules-dir my\\ modules ";
        bash.assertCompletes(new String[][] {
            {begin + "-n " + ALL, begin + "-n cloud_manager dashboard monitor "},
            {begin + "--names da" + TAB, begin + "--names dashboard "},
            {begin + "--names=c" + TAB, begin + "--names=cloud_manager "},
            {begin + "-n dashboard " + ALL, begin + "-n dashboard cloud_manager monitor "},
            {begin + "-n dashboard --mig" + TAB, begin + "-n dashboard --migration "},
            {begin + "-n dashboard --migration 3 c" + TAB, begin + "-n dashboard --migration 3 c"},
            {
                "aos-db-migrate --modules-dir=\"my modules\" -n d" + TAB,
                "aos-db-migrate --modules-dir=\"my modules\" -n dashboard "
            },
            {
                "aos-db-migrate --modules-dir ~/'my modules' -n d" + TAB,
                "aos-db-migrate --modules-dir ~/'my modules' -n d"
            },
            {
                "aos-db-migrate --modules-dir ~/my\\ modules -n d" + TAB,
                "aos-db-migrate --modules-dir ~/my\\ modules -n dashboard "
            },
            {"aos-db-migrate --modules-dir nowhere -n " + ALL, "aos-db-migrate --modules-dir nowhere -n "},
            {
                "aos-db-migrate --modules-dir \"$(touch pwned)\" -n " + TAB,
                "aos-db-migrate --modules-dir \"$(touch pwned)\" -n "
            },
        });
        assertFalse(Files.exists(directory.resolve("pwned")));
    }

    @Test
    void theShellsOwnSettingsDoNotHarm() {
        String begin = "aos-db-migrate --modules-dir my\\ modules -n ";
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
