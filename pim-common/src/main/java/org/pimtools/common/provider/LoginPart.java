package org.pimtools.common.provider;

import java.util.Objects;

/**
 * One named part of what an endpoint needs to be logged in to.
 *
 * @param name as the endpoints file, the plan and the sealed part call it
 * @param required false when some endpoints of the kind can be read without it
 */
public record LoginPart(String name, Nature nature, boolean required) {
    /** What a part is, which decides where it may stand. */
    public enum Nature {
        /** Says where the VMs are, for instance a region: part of the account, no credential. */
        PLACE,
        /** Says who logs in, for instance a user: part of the account, and no secret. */
        NAME,
        /** A secret text: in the sealed part only. */
        SECRET,
        /** What lies in a file, such as a private key: it is read at planning, and is in the sealed part only. */
        FILE
    }

    public LoginPart {
        Objects.requireNonNull(name);
        Objects.requireNonNull(nature);
    }

    /** Whether it tells one account from another, and may be shown. */
    public boolean ofAccount() {
        return nature == Nature.PLACE || nature == Nature.NAME;
    }

    /** Whether it belongs into the sealed part. */
    public boolean secret() {
        return !ofAccount();
    }
}
