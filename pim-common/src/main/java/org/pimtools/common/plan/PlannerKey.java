package org.pimtools.common.plan;

import java.nio.file.Path;
import java.util.Optional;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.signature.SignedAs;
import org.pimtools.common.signature.SigningKey;

/** The key with which a planner signs its plans. */
public final class PlannerKey {
    private final SigningKey key;

    private PlannerKey(SigningKey key) {
        this.key = key;
    }

    /**
     * Reads the key, or makes it at the first use, in a file that only its owner can read.
     *
     * @throws ToolException when the file cannot be read or written, or holds no key
     */
    public static PlannerKey loadOrCreate(Path file) {
        return new PlannerKey(SigningKey.loadOrCreate(file, SigningKey.Owner.PLANNER));
    }

    /**
     * Reads the key if there is one.
     *
     * @throws ToolException when the file cannot be read, or holds no key
     */
    public static Optional<PlannerKey> find(Path file) {
        return SigningKey.find(file, SigningKey.Owner.PLANNER).map(PlannerKey::new);
    }

    /** The public key as it stands in a plan's header: X.509, base64. */
    public String publicText() {
        return key.publicText();
    }

    /** What an operator compares. */
    public String fingerprint() {
        return key.fingerprint();
    }

    String sign(byte[] digest) {
        return key.sign(SignedAs.PLAN, digest);
    }
}
