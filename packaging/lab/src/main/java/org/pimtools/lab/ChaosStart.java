package org.pimtools.lab;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

/**
 * A run that begins.
 *
 * @param trace for {@code strace}'s own lines
 * @param log in which the run is logged
 * @param journal that there is already
 */
record ChaosStart(ChaosPace pace, Path trace, Path log, Optional<Path> journal, Random random) {}
