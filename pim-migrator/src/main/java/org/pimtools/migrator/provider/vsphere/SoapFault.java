package org.pimtools.migrator.provider.vsphere;

import java.util.Set;
import java.util.regex.Pattern;

/** The server answered with a SOAP fault. Source of the types: the vSphere Web Services API reference. */
final class SoapFault extends Exception {
    /** An object was deleted between the moment when it was listed and the moment when it was read. */
    static final String GONE = "ManagedObjectNotFound";
    /** The account may not read an object. */
    static final String NO_PERMISSION = "NoPermission";
    /** The session is over: it timed out, somebody ended it, or the server was started again. */
    private static final String NO_SESSION = "NotAuthenticated";

    private static final Set<String> PASSING =
            Set.of(GONE, NO_SESSION, "RequestCanceled", "SystemError", "RuntimeFault");
    /** A continued retrieval whose rest the server does not have any more. */
    private static final String INVALID_ARGUMENT = "InvalidArgument";

    private static final Pattern LIMIT_TYPE = Pattern.compile("(?i).*(limit|toomany|exceed|outof|busy|resource).*");
    private static final Pattern LIMIT_TEXT = Pattern.compile(
            "(?is).*((maximum|limit|too many|exceed|out of).*session|session.*(maximum|limit|exceed)).*");

    private final String type;

    /**
     * @param type the VIM fault's type, for instance {@code InvalidLogin}; empty when the server names none
     * @param text what the server says about it, cut to a readable length
     */
    SoapFault(String type, String text) {
        super(text);
        this.type = type;
    }

    String type() {
        return type;
    }

    /** Whether the same work, begun again in a new session, may go well. */
    boolean passes() {
        return PASSING.contains(type);
    }

    /** {@link #passes()}, for the continuation of a retrieval. */
    boolean passesForContinuation() {
        return passes() || type.equals(INVALID_ARGUMENT);
    }

    boolean isOfSession() {
        return type.equals(NO_SESSION);
    }

    /** Whether the answer to a login is about the number of sessions, and not about user and password. */
    boolean isSessionLimit() {
        return LIMIT_TYPE.matcher(type).matches()
                || LIMIT_TEXT.matcher(getMessage()).matches();
    }
}
