package org.pimtools.planner.plan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.planner.planning.VmRow;
import org.pimtools.planner.planning.VmRules;
import org.pimtools.planner.spool.Repeats;
import org.pimtools.planner.spool.RowCodec;
import org.pimtools.planner.spool.Spool;

/**
 * Finds VMs that share a UUID or a provider ID on the whole platform, or a name on one endpoint. Texts are compared exactly, as the
 * database's collations do not: a first pass marks what may repeat, a second one sorts and compares only that.
 */
final class DuplicateSearch {
    private final Repeats repeats = new Repeats();

    private enum Kind {
        NAME(FindingCode.DUPLICATE_NAME),
        UUID(FindingCode.DUPLICATE_UUID),
        PROVIDER_ID(FindingCode.DUPLICATE_PROVIDER_ID);

        final FindingCode code;

        Kind(FindingCode code) {
            this.code = code;
        }

        /** The text that must be unique, or null. */
        String text(SpooledVm spooled) {
            VmRow vm = spooled.vm();
            return switch (this) {
                case NAME -> spooled.endpointNo() > 0 ? vm.name() : null;
                case UUID -> vm.uuid() == null ? null : vm.uuid().toLowerCase(Locale.ROOT);
                case PROVIDER_ID -> vm.heldProviderId();
            };
        }

        /** Within what the text must be unique. */
        long scope(SpooledVm spooled) {
            long place = this == NAME ? (long) spooled.section() << 32 | spooled.endpointNo() : 0;
            return place * values().length + ordinal();
        }
    }

    private record Candidate(Kind kind, long scope, String text, int section, long idVm) {
        static final Comparator<Candidate> BY_TEXT = Comparator.comparingLong(Candidate::scope)
                .thenComparing(Candidate::text)
                .thenComparingLong(Candidate::idVm);

        static final RowCodec<Candidate> CODEC = new RowCodec<>() {
            @Override
            public void write(Candidate candidate, DataOutput out) throws IOException {
                out.writeByte(candidate.kind.ordinal());
                out.writeLong(candidate.scope);
                RowCodec.writeText(out, candidate.text);
                out.writeInt(candidate.section);
                out.writeLong(candidate.idVm);
            }

            @Override
            public Candidate read(DataInput in) throws IOException {
                return new Candidate(
                        Kind.values()[in.readByte()],
                        in.readLong(),
                        RowCodec.readText(in),
                        in.readInt(),
                        in.readLong());
            }
        };

        boolean equalTo(Candidate other) {
            return scope == other.scope && text.equals(other.text);
        }
    }

    /** The first pass: every row. */
    void add(SpooledVm spooled) {
        for (Kind kind : Kind.values()) {
            String text = kind.text(spooled);
            if (text != null) {
                repeats.add(kind.scope(spooled), text);
            }
        }
    }

    /** The second pass: adds a finding for each planned VM that is not alone. */
    void find(Spool<SpooledVm> vms, Path folder, Spool<SectionFinding> findings) throws IOException {
        if (!repeats.any()) {
            return;
        }
        try (Spool<Candidate> candidates = new Spool<>(folder, Candidate.CODEC, Candidate.BY_TEXT)) {
            Spool.Rows<SpooledVm> rows = vms.sorted();
            for (SpooledVm spooled = rows.next(); spooled != null; spooled = rows.next()) {
                for (Kind kind : Kind.values()) {
                    String text = kind.text(spooled);
                    long scope = kind.scope(spooled);
                    if (text != null && repeats.mayRepeat(scope, text)) {
                        candidates.add(new Candidate(
                                kind,
                                scope,
                                text,
                                spooled.section(),
                                spooled.vm().idVm()));
                    }
                }
            }
            compare(candidates.sorted(), findings);
        }
    }

    private static void compare(Spool.Rows<Candidate> rows, Spool<SectionFinding> findings) throws IOException {
        Candidate before = null;
        for (Candidate candidate = rows.next(); candidate != null; candidate = rows.next()) {
            boolean repeated = before != null && candidate.equalTo(before);
            Candidate after = rows.peek();
            if (repeated) {
                report(candidate, before, findings);
            } else if (after != null && candidate.equalTo(after)) {
                report(candidate, after, findings);
            }
            before = candidate;
        }
    }

    private static void report(Candidate candidate, Candidate other, Spool<SectionFinding> findings)
            throws IOException {
        if (candidate.section != SpooledVm.NO_SECTION) {
            findings.add(new SectionFinding(
                    candidate.section,
                    new Finding(
                            candidate.kind.code,
                            VmRules.entity(candidate.idVm),
                            VmRules.quoted(candidate.text) + ", as " + VmRules.entity(other.idVm))));
        }
    }
}
