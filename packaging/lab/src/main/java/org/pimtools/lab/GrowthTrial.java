package org.pimtools.lab;

import java.io.PrintStream;

/**
 * A race, and behind it a small one of its kind, to see whether the time of ours grows with its size or faster.
 *
 * @param race of the size that is asked for
 * @param small the size of the other one, which is left out for a race that is no larger
 */
record GrowthTrial(Race race, int small) implements Trial {
    @Override
    public boolean play(Setting setting, PrintStream stream) {
        Race.Result large = race.run(setting, stream);
        if (setting.size() > small) {
            Setting less = new Setting(
                    setting.name(),
                    setting.checkout(),
                    setting.directory().resolveSibling(setting.name() + "-small"),
                    small,
                    setting.runs());
            Race.Result little =
                    new Race(race.ours(), race.other(), Double.POSITIVE_INFINITY, race.start()).run(less, stream);
            stream.println("%s, growth: %.1f us each of %,d, %.1f us each of %,d"
                    .formatted(
                            setting.name(),
                            little.oursMillis() * 1_000 / small,
                            small,
                            large.oursMillis() * 1_000 / setting.size(),
                            setting.size()));
        }
        return large.isMet();
    }
}
