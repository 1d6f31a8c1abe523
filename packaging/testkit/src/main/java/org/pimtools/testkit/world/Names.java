package org.pimtools.testkit.world;

import java.util.List;
import java.util.stream.Stream;
import org.pimtools.testkit.world.Chance.Purpose;
import org.pimtools.testkit.world.Traits.Repertoire;

/** Names as people and attackers choose them. Each holds a number, so that it is unique. */
final class Names {
    private static final double HOSTILE = 0.1;

    private static final List<String> WORDS = List.of(
            "web", "db", "mail", "proxy", "build", "cache", "dns", "ldap", "queue", "report", "shop", "vpn", "wiki");

    /** What vSphere, libvirt and XML 1.0 can all hold: no control characters, no slash. */
    private static final List<String> ANYWHERE = List.of(
            "o'brien-%d",
            "\"quoted\" %d",
            "x'; DROP TABLE virtualmachine; -- %d",
            "a' OR '1'='1 %d",
            "$(reboot) `id` %d",
            "a && b || c; d > e < f | %d",
            "<script>alert(%d)<b>&amp;",
            "{{%d}} ${jndi:ldap:x}",
            "name:with:colons:%d",
            "hash#vm-%d",
            "C:\\temp\\%d",
            "100%% of %d %%n %%s",
            "%%2f%%25%%5c %d",
            " leading %d",
            "*?[a-z]%d",
            "élan-Ñandú-ß-%d",
            "東京-%d-Ελλάδα",
            "abc\u202Egpj.%d",
            "zero\u200Bwidth\u200D%d\uFEFF",
            "😀-%d-\uD83D\uDC69\u200D\uD83D\uDE80");

    private static final List<String> ON_VSPHERE = List.of("a/b/%d", "../../etc/passwd %d");

    private static final List<String> ON_KVM = List.of("tab\tbed %d");

    /** What only the database and Redis can hold. */
    private static final List<String> STORED_ONLY = List.of(
            "two\nlines %d",
            "dos\r\nlines %d",
            "x\n\\! touch pwned-%d",
            "*/ x'; -- \n%d",
            "\u001B[2J\u001B[1;31mclear %d\u0007",
            "\u001B]0;title %d\u001B\\",
            "back\\'slash\\\\%d\\",
            "null\\u0000 %d",
            "x".repeat(230) + "-%d");

    private final Chance chance;
    private final List<String> anywhere;
    private final List<String> onVsphere;
    private final List<String> onKvm;
    private final List<String> stored;

    Names(Chance chance, Repertoire repertoire) {
        this.chance = chance;
        this.anywhere = of(repertoire, ANYWHERE.stream());
        this.onVsphere = of(repertoire, Stream.concat(ANYWHERE.stream(), ON_VSPHERE.stream()));
        this.onKvm = of(repertoire, Stream.concat(ANYWHERE.stream(), ON_KVM.stream()));
        this.stored = of(
                repertoire, Stream.of(ANYWHERE, ON_VSPHERE, ON_KVM, STORED_ONLY).flatMap(List::stream));
    }

    /** A name that an endpoint of this type can hold. */
    String held(EndpointType type, int index) {
        return switch (type) {
            case VCENTER, ESXI -> name(onVsphere, index);
            case AMAZON, KVM -> name(onKvm, index);
            case AZURE, GOOGLE, VCLOUD, OCI, HYPERV -> heldAnywhere(index);
        };
    }

    /** A name that endpoints of all types can hold. */
    String heldAnywhere(int index) {
        return name(anywhere, index);
    }

    /** A name that need not be in any inventory. */
    String stored(int index) {
        return name(stored, index);
    }

    private String name(List<String> hostile, int index) {
        if (chance.happens(HOSTILE, Purpose.HOSTILE, index)) {
            return hostile.get(chance.below(hostile.size(), Purpose.NAME, index))
                    .formatted(index);
        }
        return WORDS.get(chance.below(WORDS.size(), Purpose.NAME, index)) + "-" + index;
    }

    private static List<String> of(Repertoire repertoire, Stream<String> patterns) {
        return patterns.filter(pattern -> pattern.codePoints().allMatch(c -> holds(repertoire, c)))
                .toList();
    }

    private static boolean holds(Repertoire repertoire, int codePoint) {
        return switch (repertoire) {
            case LATIN1 -> codePoint < 0x80 || codePoint >= 0xA0 && codePoint <= 0xFF;
            case UTF8MB3 -> Character.isBmpCodePoint(codePoint);
            case UTF8MB4 -> true;
        };
    }
}
