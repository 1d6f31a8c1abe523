package org.pimtools.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The parts of the flow that change something, in their order; each is broken and run again by itself. */
enum ChaosPart {
    MIGRATE(Place.HOST),
    APPLY(Place.CONTROLLER),
    ROLL_BACK(Place.HOST),
    APPLY_BACK(Place.CONTROLLER),
    /** All modules' databases to their newest version. */
    MODULE_UPDATE(Place.MODULES),
    /** One module's database to its first version. */
    MODULE_ROLL_BACK(Place.MODULES);

    /** Where it is run. */
    private enum Place {
        HOST,
        CONTROLLER,
        MODULES
    }

    private final Place place;

    ChaosPart(Place place) {
        this.place = place;
    }

    /** Whether it is the migrator's, which keeps a journal. */
    boolean isJournalled() {
        return place == Place.HOST;
    }

    /** Whether it changes the modules' databases, and not the platform. */
    boolean isOfModules() {
        return place == Place.MODULES;
    }

    /** Those that change the platform. */
    static List<ChaosPart> ofThePlatform() {
        return Arrays.stream(values()).filter(part -> !part.isOfModules()).toList();
    }

    /** Those that change the modules' databases. */
    static List<ChaosPart> ofTheModules() {
        return Arrays.stream(values()).filter(ChaosPart::isOfModules).toList();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<ChaosPart> of(String word) {
        return Arrays.stream(values()).filter(part -> part.word().equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(ChaosPart::word).collect(Collectors.joining(", "));
    }
}
