package org.pimtools.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.manual.SameInEveryShell.MY_MODULES;
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
        zsh.assertCompletes(SameInEveryShell.BEGUN, new String[][] {
            {"pim-planner plan --datacenter a --datac" + TAB, "pim-planner plan --datacenter a --datacenter="},
            {"pim-planner plan --db-host a --db-ho" + TAB, "pim-planner plan --db-host a --db-ho"},
            {"pim-planner verify --sql a b --res" + TAB, "pim-planner verify --sql a b --results="},
            {"pim-migrator rollback --only redis,s" + TAB, "pim-migrator rollback --only redis,sql,"},
            {"pim-migrator --ident" + TAB, "pim-migrator --identity="},
            {"pim-migrator some.plan --dec" + TAB, "pim-migrator some.plan --decisions="},
            {"aos-db-migrate --na" + TAB, "aos-db-migrate --names="},
        });
    }

    @Test
    void showsAllThatCanStandThere() {
        zsh.assertCompletes(SameInEveryShell.ALL_THAT_CAN_STAND_THERE);
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
        zsh.assertCompletes(SameInEveryShell.FILES_AND_FOLDERS, new String[][] {
            {"pim-planner plan --db-ca ca" + TAB, "pim-planner plan --db-ca ca:1.pem "},
        });
    }

    @Test
    void modules() {
        zsh.assertCompletes(SameInEveryShell.MODULES, new String[][] {
            {MY_MODULES + "-n dashboard monitor --mig" + TAB, MY_MODULES + "-n dashboard monitor --migration="},
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
