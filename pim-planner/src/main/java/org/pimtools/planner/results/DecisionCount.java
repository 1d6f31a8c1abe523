package org.pimtools.planner.results;

import org.pimtools.common.result.ResultLine;

/** How many VMs the operator decided in one way for one reason. */
public record DecisionCount(ResultLine.Decision decision, String reason, long count) {}
