package org.pimtools.common.signature;

import java.nio.charset.StandardCharsets;

/** What is signed. Its name goes before every signed digest, so that the signature of one kind of file fits no other. */
public enum SignedAs {
    /** The same since version 2: which version a plan has stands in its header, which is under every digest. */
    PLAN("pim-plan 2"),
    RESULT("pim-result 3"),
    SQL("pim-sql 3"),
    STATE("pim-state 2");

    private final byte[] context;

    SignedAs(String name) {
        this.context = (name + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    byte[] context() {
        return context.clone();
    }
}
