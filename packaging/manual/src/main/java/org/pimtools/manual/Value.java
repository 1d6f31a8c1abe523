package org.pimtools.manual;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What can be completed for an option or a parameter. */
sealed interface Value {
    /** Nothing: a flag, or a value that only the operator knows. */
    record None() implements Value {}

    /** One of a few words, which are read in small letters and in capitals. */
    record Choice(List<String> words) implements Value {
        public Choice {
            words = List.copyOf(words);
        }
    }

    record File() implements Value {}

    record Folder() implements Value {}

    /** A module's name, which stands in the files of a folder: that of the option, else the usual one. */
    record Module(String folderOption, Path usual) implements Value {}

    static Value of(ArgSpec declared) {
        if (declared.completionCandidates() != null) {
            List<String> words = new ArrayList<>();
            declared.completionCandidates().forEach(word -> words.add(word.toLowerCase(Locale.ROOT)));
            return new Choice(words);
        }
        if (declared instanceof OptionSpec option && option.longestName().equals("--names")) {
            OptionSpec folder = option.command().findOption("--modules-dir");
            return new Module(folder.longestName(), (Path) folder.initialValue());
        }
        if (declared.paramLabel().equals("DIR")) {
            return new Folder();
        }
        boolean path = declared.auxiliaryTypes()[0] == Path.class
                || declared.paramLabel().equals("FILE");
        return path ? new File() : new None();
    }
}
