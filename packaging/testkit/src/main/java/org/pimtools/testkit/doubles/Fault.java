package org.pimtools.testkit.doubles;

import java.time.Duration;
import java.util.Objects;
import org.pimtools.testkit.server.ServerCertificate;

/** What a double does wrong. Pages count from 1 within each retrieval. */
public sealed interface Fault {
    /** It takes connections and says nothing, not even the TLS handshake. */
    record NeverGreets() implements Fault {}

    /** It reads requests and does not answer. */
    record NeverAnswers() implements Fault {}

    /** It sends its answers byte by byte. @param pause after each byte */
    record Drips(Duration pause) implements Fault {}

    /** It answers with HTTP 503. @param requests how many requests, from now on */
    record Unavailable(int requests) implements Fault {
        public Unavailable {
            atLeastOne(requests);
        }
    }

    /** It answers a page with a SOAP fault. @param times how often */
    record FailsAtPage(int page, int times) implements Fault {
        public FailsAtPage {
            atLeastOne(page);
            atLeastOne(times);
        }
    }

    /** An object of a page is deleted before the page is made: {@code ManagedObjectNotFound}. @param times how often */
    record DeletesAtPage(int page, int times) implements Fault {
        public DeletesAtPage {
            atLeastOne(page);
            atLeastOne(times);
        }
    }

    /**
     * The first object of a page is there without the properties that were asked for, and with a fault in their place
     * ({@code missingSet}).
     *
     * @param type of the fault, for instance {@code ManagedObjectNotFound}
     * @param times how often
     */
    record MissingInPage(int page, String type, int times) implements Fault {
        public MissingInPage {
            atLeastOne(page);
            atLeastOne(times);
        }
    }

    /** The session is over when a page is asked for: {@code NotAuthenticated} until the next login. @param times how often */
    record EndsSessionAtPage(int page, int times) implements Fault {
        public EndsSessionAtPage {
            atLeastOne(page);
            atLeastOne(times);
        }
    }

    /**
     * It opens no session for a user and a password that are right.
     *
     * @param type of the fault that a login gets
     * @param text of the fault
     * @param times how many logins, from now on
     */
    record OpensNoSession(String type, String text, int times) implements Fault {
        public OpensNoSession {
            atLeastOne(times);
        }
    }

    /** It closes the connection in the middle of a page. @param times how often */
    record CutsAtPage(int page, int times) implements Fault {
        public CutsAtPage {
            atLeastOne(page);
            atLeastOne(times);
        }
    }

    /**
     * It behaves until the page before is answered, and then as {@code then} says, whatever is asked.
     *
     * @param page at least 2
     * @param then a fault that shows on a connection that stands: no {@link NeverGreets}, none of a page
     */
    record FromPage(int page, Fault then) implements Fault {
        public FromPage {
            if (page < 2) {
                throw new IllegalArgumentException(page + " is less than 2");
            }
            if (!(then instanceof NeverAnswers
                    || then instanceof Drips
                    || then instanceof Unavailable
                    || then instanceof Renews)) {
                throw new IllegalArgumentException(then + " cannot follow");
            }
        }
    }

    /** It closes the connection in the middle of an answer, and shows another certificate from then on. */
    record Renews(ServerCertificate certificate) implements Fault {
        public Renews {
            Objects.requireNonNull(certificate);
        }
    }

    private static void atLeastOne(int number) {
        if (number < 1) {
            throw new IllegalArgumentException(number + " is less than 1");
        }
    }
}
