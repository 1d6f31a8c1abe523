package org.pimtools.testkit.doubles.vcloud;

import java.util.AbstractList;
import java.util.Objects;

/** Used VMs that are made when they are asked for, so that a long list needs no room and need not be searched for templates. */
final class NumberedVms extends AbstractList<VcdVm> {
    private final int count;

    NumberedVms(int count) {
        this.count = count;
    }

    @Override
    public VcdVm get(int index) {
        int number = Objects.checkIndex(index, count) + 1;
        return VcdVm.of(number, "vm " + number);
    }

    @Override
    public int size() {
        return count;
    }
}
