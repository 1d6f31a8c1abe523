package org.pimtools.migrator.provider.libvirt;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.NativeLongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.Map;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.inventory.EndpointException;

/**
 * The few functions of libvirt's C library that reading an inventory needs (https://libvirt.org/html/libvirt-libvirt-domain.html).
 * Texts are UTF-8 whatever the machine's locale is. Errors belong to the thread that made the call.
 */
interface LibvirtLibrary extends Library {
    /** The bytes of a UUID as text, the closing zero included. */
    int UUID_STRING_BUFLEN = 37;

    int virInitialize();

    void virSetErrorFunc(Pointer userData, ErrorFunc handler);

    int virGetLastErrorCode();

    String virGetLastErrorMessage();

    Pointer virConnectOpenReadOnly(String name);

    int virConnectListAllDomains(Pointer connection, PointerByReference domains, int flags);

    /** The hypervisor's name; the text belongs to the library. */
    String virConnectGetType(Pointer connection);

    /** The version as {@code 1,000,000 * major + 1,000 * minor + release}, or 0 when the hypervisor does not say. */
    int virConnectGetVersion(Pointer connection, NativeLongByReference version);

    int virConnectClose(Pointer connection);

    String virDomainGetName(Pointer domain);

    int virDomainGetUUIDString(Pointer domain, byte[] buffer);

    Pointer virDomainLookupByUUIDString(Pointer connection, String uuid);

    /** The text is the caller's to free. */
    Pointer virDomainGetXMLDesc(Pointer domain, int flags);

    int virDomainFree(Pointer domain);

    /** Takes what the library would print on standard error. */
    interface ErrorFunc extends Callback {
        void error(Pointer userData, Pointer error);
    }

    /**
     * The library, loaded once and made silent.
     *
     * @throws EndpointException when it cannot be loaded, most likely since it is not installed
     */
    static LibvirtLibrary load() throws EndpointException {
        try {
            return Loaded.LIBRARY;
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            throw new EndpointException(
                    FindingCode.NO_CONNECTOR,
                    "libvirt's client library cannot be loaded ("
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + "): install the package libvirt0 (Debian) or libvirt-libs (RPM), then run again",
                    false,
                    e);
        }
    }

    /** Holds the library from its first use on. */
    final class Loaded {
        private static final ErrorFunc SILENT = (userData, error) -> {};
        private static final LibvirtLibrary LIBRARY = open();

        private Loaded() {}

        private static LibvirtLibrary open() {
            LibvirtLibrary library =
                    Native.load("virt", LibvirtLibrary.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));
            library.virInitialize();
            library.virSetErrorFunc(Pointer.NULL, SILENT);
            return library;
        }
    }
}
