package org.pimtools.migrator.provider;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.InventoryVm;

/**
 * How much of the heap the inventories of a run may have: an eighth for each endpoint, and half for all that are kept, so that one
 * which lists VMs or names without an end costs itself only.
 */
final class InventoryBudget {
    /** Of a VM beside its texts: the objects and the places in the sorted lists, in bytes. */
    private static final int OF_A_VM = 160;

    private final long each;
    private final long all;
    private final AtomicLong used = new AtomicLong();

    InventoryBudget(long heap) {
        this.each = heap / 8;
        this.all = heap / 2;
    }

    static InventoryBudget ofThisProcess() {
        return new InventoryBudget(Runtime.getRuntime().maxMemory());
    }

    /** The part of one endpoint, from the beginning of one reading on. */
    Part open() {
        return new Part();
    }

    /** What one endpoint has taken; it keeps that until it is {@link #release}d. */
    final class Part {
        private long taken;

        /** @throws EndpointException when the endpoint lists more than fits */
        void add(List<InventoryVm> vms) throws EndpointException {
            long bytes = 0;
            for (InventoryVm vm : vms) {
                bytes += OF_A_VM
                        + 2L * (vm.name().length() + vm.providerId().value().length());
            }
            taken += bytes;
            if (taken > each) {
                used.addAndGet(bytes);
                throw tooMuch("the endpoint lists VMs that need more than " + mebibytes(each)
                        + ", an eighth of the memory that Java has");
            }
            if (used.addAndGet(bytes) > all) {
                throw tooMuch("the inventories of all endpoints need more than " + mebibytes(all)
                        + ", half of the memory that Java has");
            }
        }

        void release() {
            used.addAndGet(-taken);
            taken = 0;
        }
    }

    private static String mebibytes(long bytes) {
        return Math.max(1, bytes >> 20) + " MiB";
    }

    private static EndpointException tooMuch(String what) {
        return new EndpointException(
                FindingCode.ENDPOINT_FAILED,
                what + "; if it is right, give Java more (JAVA_MEMORY in java.conf, or -Xmx)",
                false,
                null);
    }
}
