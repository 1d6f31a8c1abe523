package org.pimtools.planner.plan;

import java.util.EnumMap;
import java.util.Map;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.planner.planning.DatacenterRow;
import org.pimtools.planner.planning.SectionEndpoints;
import org.pimtools.planner.planning.TemporalCopies;

/** The section of a datacenter, and what was counted for it. */
final class Section {
    final int index;
    final DatacenterRow datacenter;
    final DatacenterId id;
    final SectionEndpoints endpoints;
    final TemporalCopies copies = new TemporalCopies();
    long vms;
    long notDeployed;
    long backupJobs;
    long jobsWithoutServer;
    long references;
    final Map<EntityKind, Long> entities = new EnumMap<>(EntityKind.class);

    Section(int index, DatacenterRow datacenter, DatacenterId id, SectionEndpoints endpoints) {
        this.index = index;
        this.datacenter = datacenter;
        this.id = id;
        this.endpoints = endpoints;
    }
}
