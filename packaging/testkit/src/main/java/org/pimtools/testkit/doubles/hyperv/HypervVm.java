package org.pimtools.testkit.doubles.hyperv;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;

/**
 * A virtual machine of a host.
 *
 * @param guid in upper case, as Hyper-V writes it
 * @param macs twelve digits each, one for each network card
 */
public record HypervVm(String guid, String name, List<String> macs) {
    public HypervVm {
        Objects.requireNonNull(guid);
        Objects.requireNonNull(name);
        macs = List.copyOf(macs);
    }

    /** One with one network card; all the rest follows from the number. */
    public static HypervVm of(int number, String name) {
        return new HypervVm(guid(number), name, List.of(mac(number)));
    }

    /** The GUID of the machine with this number. */
    public static String guid(int number) {
        return "%08X-ABCD-4000-8000-00000000000D".formatted(number);
    }

    /** The MAC address of the machine with this number. */
    public static String mac(int number) {
        return "00155D%06X".formatted(number & 0xffffff);
    }

    /** Machines 1 to {@code count}, named {@code vm 1} and so on; each is made when it is asked for. */
    public static List<HypervVm> numbered(int count) {
        return new AbstractList<>() {
            @Override
            public HypervVm get(int index) {
                return of(Objects.checkIndex(index, count) + 1, "vm " + (index + 1));
            }

            @Override
            public int size() {
                return count;
            }
        };
    }
}
