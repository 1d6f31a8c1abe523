package org.pimtools.manual;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The manual page of a command, in the order of man-pages(7). */
final class ManPage {
    private final CommandText command;
    private final Product product;
    private final List<Product> products;
    private final Roff page;

    private ManPage(CommandText command, Product product, List<Product> products, Roff page) {
        this.command = command;
        this.product = product;
        this.products = products;
        this.page = page;
    }

    /**
     * The page as roff.
     *
     * @param products all whose pages it may point to
     * @param date of the page, as 2026-01-01
     */
    static String of(CommandText command, Product product, List<Product> products, String version, String date) {
        Roff roff = new Roff(command.pageName().toUpperCase(Locale.ROOT), date, "PIM tools " + version);
        ManPage page = new ManPage(command, product, products, roff);
        page.name();
        page.synopsis();
        page.description();
        page.subcommands();
        page.options();
        page.exitStatus();
        page.surroundings();
        page.examples();
        page.seeAlso();
        return page.page.toString();
    }

    private boolean isRoot() {
        return command == product.root();
    }

    private void name() {
        page.request("nh").request("ad l");
        page.heading("SH", "NAME").line(Roff.escape(command.pageName()) + " \\- " + Roff.escape(command.summary()));
    }

    private void synopsis() {
        page.heading("SH", "SYNOPSIS");
        command.defaultCommand()
                .ifPresent(name -> product.subcommands().stream()
                        .filter(subcommand -> subcommand.name().equals(name))
                        .forEach(
                                run -> page.line(typed(command, run.synopsis())).paragraph()));
        page.line(typed(command, command.synopsis()));
    }

    private static String typed(CommandText command, List<String> words) {
        return "\\fB" + Roff.escape(command.invocation()) + "\\fR " + Roff.syntax(String.join(" ", words));
    }

    private void description() {
        page.heading("SH", "DESCRIPTION");
        paragraphs(command.paragraphs());
    }

    private void paragraphs(List<String> paragraphs) {
        for (int i = 0; i < paragraphs.size(); i++) {
            if (i > 0) {
                page.paragraph();
            }
            page.text(paragraphs.get(i));
        }
    }

    private void subcommands() {
        if (product.subcommands().isEmpty() || !isRoot()) {
            return;
        }
        page.heading("SH", "COMMANDS");
        for (CommandText subcommand : product.subcommands()) {
            entry(
                    typed(subcommand, subcommand.synopsis()),
                    subcommand.paragraphs().get(0));
            page.line("See " + reference(subcommand) + ".");
        }
    }

    private void options() {
        if (!command.parameters().isEmpty()) {
            page.heading("SH", "ARGUMENTS");
        }
        for (ParameterText parameter : command.parameters()) {
            entry(Roff.syntax(parameter.label()), parameter.description());
        }
        page.heading("SH", "OPTIONS");
        for (OptionText option : command.options()) {
            String names = option.names().stream()
                    .map(name -> "\\fB" + Roff.escape(name) + "\\fR")
                    .collect(Collectors.joining(", "));
            entry(names + Roff.syntax(option.parameter()), option.description());
        }
    }

    private void entry(String roffLabel, String text) {
        page.macro("TP").line(roffLabel).text(text);
    }

    private void surroundings() {
        if (isRoot()) {
            page.heading("SH", "ENVIRONMENT");
            rows(command.environment());
            rows(Packaged.ENVIRONMENT);
            page.heading("SH", "FILES");
            rows(command.files());
            rows(Packaged.files(command.name()));
        }
    }

    private void rows(List<CommandText.Entry> entries) {
        entries.forEach(row -> entry("\\fB" + Roff.escape(row.label()) + "\\fR", row.text()));
    }

    private void exitStatus() {
        page.heading("SH", "EXIT STATUS");
        rows(command.exitCodes());
        if (!isRoot()) {
            page.paragraph()
                    .line((command.exitCodes().isEmpty() ? "See " : "For all others see ") + reference(product.root())
                            + ".");
        }
    }

    private void examples() {
        page.heading("SH", "EXAMPLES");
        if (!command.examplesTitle().isEmpty()) {
            String title = command.examplesTitle();
            page.text(title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1) + ":");
        }
        for (Example example : command.examples()) {
            page.paragraph().macro("nf");
            example.command().forEach(page::bold);
            page.macro("fi");
            if (!example.comment().isEmpty()) {
                page.macro("RS", "4").text(example.comment()).macro("RE");
            }
        }
    }

    /** The page above or those below, and every command that the text mentions. */
    private void seeAlso() {
        Set<String> pages = new TreeSet<>();
        String text = (isRoot() ? product.commands() : List.of(command))
                .stream().map(CommandText::everything).collect(Collectors.joining("\n"));
        for (Product other : products) {
            other.commands().stream()
                    .filter(mentioned -> Pattern.compile("\\b" + mentioned.invocation() + "\\b(?!-)")
                            .matcher(text)
                            .find())
                    .forEach(mentioned -> pages.add(mentioned.pageName()));
        }
        if (isRoot()) {
            product.subcommands().forEach(subcommand -> pages.add(subcommand.pageName()));
        } else {
            pages.add(product.root().pageName());
        }
        pages.remove(command.pageName());
        if (!pages.isEmpty()) {
            page.heading("SH", "SEE ALSO");
            page.line(pages.stream().map(ManPage::reference).collect(Collectors.joining(",\n")));
        }
    }

    private static String reference(CommandText to) {
        return reference(to.pageName());
    }

    private static String reference(String pageName) {
        return "\\fB" + Roff.escape(pageName) + "\\fR(1)";
    }
}
