package org.pimtools.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.manual.Shell.ALL;
import static org.pimtools.manual.Shell.TAB;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.manual.Program.Seen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Completion as somebody sees it who types into a real zsh. */
class ZshCompletionTest {
    @TempDir
    static Path share;

    @TempDir
    static Path directory;

    private static Shell zsh;

    @BeforeAll
    static void layOut() throws IOException {
        Manual.write(share, "1.0.0", "2026-01-01");
        CompletionFiles.layOut(directory);
        zsh = Shell.zsh(share.resolve("zsh/site-functions"), directory);
    }

    @Test
    void completesWhatIsBegun() {
        zsh.assertCompletes(new String[][] {
            {"pim-planner ap" + TAB, "pim-planner apply "},
            {"pim-planner --format json pl" + TAB, "pim-planner --format json plan "},
            {"pim-planner apply --no" + TAB, "pim-planner apply --no-dry-run "},
            {"pim-planner plan --format=j" + TAB, "pim-planner plan --format=json "},
            {"pim-planner plan --format j" + TAB, "pim-planner plan --format json "},
            {"pim-planner plan --db-host x" + TAB, "pim-planner plan --db-host x"},
            {"pim-planner plan --datacenter a --datac" + TAB, "pim-planner plan --datacenter a --datacenter="},
            {"pim-planner plan --db-host a --db-ho" + TAB, "pim-planner plan --db-host a --db-ho"},
            {"pim-planner verify --sql a b --res" + TAB, "pim-planner verify --sql a b --results="},
            {"pim-migrator rollback --only redis,s" + TAB, "pim-migrator rollback --only redis,sql,"},
            {"pim-migrator --ident" + TAB, "pim-migrator --identity="},
            {"pim-migrator some.plan --dec" + TAB, "pim-migrator some.plan --decisions="},
            {"aos-db-migrate --resolve=r" + TAB, "aos-db-migrate --resolve=repeat "},
            {"aos-db-migrate --na" + TAB, "aos-db-migrate --names="},
        });
    }

    @Test
    void showsAllThatCanStandThere() {
        zsh.assertCompletes(new String[][] {
            {"pim-planner " + ALL, "pim-planner apply check endpoints overview plan show verify "},
            {"pim-migrator r" + ALL, "pim-migrator rollback run "},
            {"pim-planner plan --db-tls " + ALL, "pim-planner plan --db-tls off verify-ca verify-full "},
            {"aos-db-migrate " + ALL, "aos-db-migrate "},
        });
    }

    @Test
    void everyOptionOfEveryCommandWithWhatItDoes() {
        List<CommandText> commands = new ArrayList<>();
        for (Product product : Product.all("1.0.0")) {
            commands.addAll(product.subcommands().isEmpty() ? List.of(product.root()) : product.subcommands());
        }
        List<Shell.Answer> answers = zsh.with("LISTMAX=9999 COLUMNS=2000; unsetopt list_packed")
                .type(commands.stream()
                        .map(command -> command.invocation() + " --" + TAB)
                        .toArray(String[]::new));
        for (int i = 0; i < answers.size(); i++) {
            List<String> shown = answers.get(i)
                    .screen()
                    .lines()
                    .map(line -> line.strip().replaceFirst(" +-- ", " -- "))
                    .toList();
            for (OptionText option : commands.get(i).options()) {
                String expected = option.longName() + " -- " + option.description();
                assertTrue(shown.contains(expected), () -> expected + "\nis not in\n" + String.join("\n", shown));
            }
        }
    }

    @Test
    void filesAndFolders() {
        zsh.assertCompletes(new String[][] {
            {"pim-planner show ni" + TAB, "pim-planner show night\\ plan.gz "},
            {"pim-planner show \"ni" + TAB, "pim-planner show \"night plan.gz\" "},
            {"pim-planner apply --plan=ni" + TAB, "pim-planner apply --plan=night\\ plan.gz "},
            {"pim-planner apply x.sql it" + TAB, "pim-planner apply x.sql it\\'s.sql "},
            {"pim-planner plan --db-ca ca" + TAB, "pim-planner plan --db-ca ca:1.pem "},
            {"pim-planner plan --state-dir st" + TAB, "pim-planner plan --state-dir state\\ dir/"},
            {"pim-planner verify --sql x.sql ni" + TAB, "pim-planner verify --sql x.sql night\\ plan.gz "},
            {"pim-migrator ni" + TAB, "pim-migrator night\\ plan.gz "},
            {"pim-migrator run x.plan -i ni" + TAB, "pim-migrator run x.plan -i night\\ plan.gz "},
        });
    }

    @Test
    void modules() {
        String begin = "aos-db-migrate --modules-dir my\\ modules ";
        zsh.assertCompletes(new String[][] {
            {begin + "-n " + ALL, begin + "-n cloud_manager dashboard monitor "},
            {begin + "--names da" + TAB, begin + "--names dashboard "},
            {begin + "--names=c" + TAB, begin + "--names=cloud_manager "},
            {begin + "-n dashboard " + ALL, begin + "-n dashboard cloud_manager monitor "},
            {begin + "-n dashboard -n c" + TAB, begin + "-n dashboard -n cloud_manager "},
            {begin + "-n dashboard monitor --mig" + TAB, begin + "-n dashboard monitor --migration="},
            {begin + "-n dashboard --migration 3 c" + TAB, begin + "-n dashboard --migration 3 c"},
            {
                "aos-db-migrate --modules-dir=\"my modules\" -n d" + TAB,
                "aos-db-migrate --modules-dir=\"my modules\" -n dashboard "
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

    @Command(
            name = "hostile",
            description = "Hostile: $(touch pwned) `touch pwned` 'x' [y] \\ %%B.",
            subcommands = Sub.class)
    static final class Hostile {}

    @Command(name = "sub", description = "Sub: $(touch pwned) `touch pwned` ''x'' [y] \\ %%B.")
    static final class Sub implements Runnable {
        enum Choice {
            ONE,
            TWO;

            @Override
            public String toString() {
                return "$(touch pwned)'`touch pwned`" + ordinal();
            }
        }

        @Option(names = "--evil", description = "$(touch pwned) `touch pwned` ''x'' [y] \\ a:b %%B.")
        Choice evil;

        @Option(names = "--event", paramLabel = "A:B'$(touch pwned)", description = "Event.")
        String event;

        @Override
        public void run() {}
    }

    @Test
    void declaredTextIsNeverCode(@TempDir Path functions) throws IOException {
        Path file =
                Files.writeString(functions.resolve("_hostile"), ZshCompletion.of(Product.of(Hostile.class, "1.0.0")));
        assertEquals(new Seen(0, ""), Program.run("zsh", "-n", file));
        Shell shell = Shell.zsh(functions, directory);
        List<Shell.Answer> answers = shell.type(
                "hostile " + TAB,
                "hostile sub --ev" + TAB + TAB,
                "hostile sub --evil " + TAB + TAB,
                "hostile sub --event " + TAB + TAB);
        assertFalse(Files.exists(directory.resolve("pwned")));
        assertEquals("hostile sub ", answers.get(0).line());
        assertTrue(
                answers.get(1).screen().contains("$(touch pwned) `touch pwned` ''x'' [y] \\ a:b %B."),
                answers.get(1)::screen);
    }
}
