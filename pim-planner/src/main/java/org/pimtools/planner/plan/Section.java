package org.pimtools.planner.plan;

import java.util.UUID;
import org.pimtools.planner.planning.DatacenterRow;
import org.pimtools.planner.planning.SectionEndpoints;

/** The section of a datacenter, and what was counted for it. */
final class Section {
    final int index;
    final DatacenterRow datacenter;
    final UUID uuid;
    final SectionEndpoints endpoints;
    long vms;
    long notDeployed;
    long backupJobs;
    long jobsWithoutServer;
    long references;

    Section(int index, DatacenterRow datacenter, UUID uuid, SectionEndpoints endpoints) {
        this.index = index;
        this.datacenter = datacenter;
        this.uuid = uuid;
        this.endpoints = endpoints;
    }
}
