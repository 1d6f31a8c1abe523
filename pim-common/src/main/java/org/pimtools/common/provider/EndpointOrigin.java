package org.pimtools.common.provider;

/** Where the platform's database says how endpoints of a kind are reached. */
public enum EndpointOrigin {
    /** The machine's own address, port, user and password in its row of {@code hypervisor}. */
    MACHINE,
    /** What manages the machine, in the same row. */
    MANAGER,
    /** The machine's own address; port and login of the row belong to the platform's agent and are never sent elsewhere. */
    MACHINE_ADDRESS,
    /** Region and address of {@code public_datacenter}, and whose account it is of {@code credentials}; never a secret. */
    PUBLIC_CLOUD,
    /** Nothing of {@code hypervisor}: endpoints of this kind list no VMs. */
    ELSEWHERE
}
