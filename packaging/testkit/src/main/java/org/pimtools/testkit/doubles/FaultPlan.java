package org.pimtools.testkit.doubles;

import java.util.Map;
import java.util.Optional;
import org.pimtools.testkit.server.ServerCertificate;

/** The fault that a double has now, and how often it still shows. */
final class FaultPlan {
    private Fault fault;
    private Fault next;
    private int left;

    synchronized void inject(Fault newFault) {
        fault = newFault;
        next = null;
        left = times(newFault);
    }

    synchronized void heal() {
        fault = null;
        next = null;
    }

    /** The certificate to show, when it is another than at the beginning. */
    synchronized Optional<ServerCertificate> certificate() {
        return fault instanceof Fault.Renews renews ? Optional.of(renews.certificate()) : Optional.empty();
    }

    synchronized boolean greets() {
        return !(fault instanceof Fault.NeverGreets);
    }

    /** What is answered whatever was asked. */
    synchronized Optional<HttpExchange.Answer> insteadOfAnyAnswer() {
        if (next != null) {
            inject(next);
        }
        if (fault instanceof Fault.NeverAnswers) {
            return Optional.of(new HttpExchange.Silence());
        }
        if (fault instanceof Fault.Unavailable && useOne()) {
            return Optional.of(new HttpExchange.Reply(503, Map.of(), new byte[0]));
        }
        if (fault instanceof Fault.Renews && useOne()) {
            return Optional.of(new HttpExchange.Cut(HttpExchange.Reply.xml(200, "<cut/>")));
        }
        return Optional.empty();
    }

    /** What is answered to the call for a page. */
    synchronized Optional<HttpExchange.Answer> insteadOfPage(int page, HttpExchange.Reply reply) {
        if (fault instanceof Fault.FromPage from && from.page() == page + 1) {
            next = from.then();
        }
        if (fault instanceof Fault.FailsAtPage fails && fails.page() == page && useOne()) {
            return Optional.of(SoapMessage.fault("RuntimeFault", "A general system error occurred.", ""));
        }
        if (fault instanceof Fault.DeletesAtPage deletes && deletes.page() == page && useOne()) {
            return Optional.of(SoapMessage.fault(
                    "ManagedObjectNotFound",
                    "The object 'vim.VirtualMachine:vm-1' has already been deleted or has not been completely created",
                    "<obj type=\"VirtualMachine\">vm-1</obj>"));
        }
        if (fault instanceof Fault.MissingInPage missing && missing.page() == page && useOne()) {
            return Optional.of(PropertyPages.withMissing(reply, missing.type()));
        }
        if (fault instanceof Fault.CutsAtPage cuts && cuts.page() == page && useOne()) {
            return Optional.of(new HttpExchange.Cut(reply));
        }
        return Optional.empty();
    }

    /** Whether the session is over when this page is asked for. */
    synchronized boolean endsSession(int page) {
        return fault instanceof Fault.EndsSessionAtPage ends && ends.page() == page && useOne();
    }

    /** What a login gets that is right. */
    synchronized Optional<HttpExchange.Reply> insteadOfSession() {
        return fault instanceof Fault.OpensNoSession none && useOne()
                ? Optional.of(SoapMessage.fault(none.type(), none.text(), ""))
                : Optional.empty();
    }

    synchronized HttpExchange.Answer deliver(HttpExchange.Answer answer) {
        return fault instanceof Fault.Drips drips && answer instanceof HttpExchange.Reply reply
                ? new HttpExchange.Drip(reply, drips.pause())
                : answer;
    }

    private boolean useOne() {
        return left-- > 0;
    }

    private static int times(Fault fault) {
        if (fault instanceof Fault.Unavailable unavailable) {
            return unavailable.requests();
        }
        if (fault instanceof Fault.FailsAtPage fails) {
            return fails.times();
        }
        if (fault instanceof Fault.Renews) {
            return 1;
        }
        if (fault instanceof Fault.DeletesAtPage deletes) {
            return deletes.times();
        }
        if (fault instanceof Fault.MissingInPage missing) {
            return missing.times();
        }
        if (fault instanceof Fault.EndsSessionAtPage ends) {
            return ends.times();
        }
        if (fault instanceof Fault.OpensNoSession none) {
            return none.times();
        }
        return fault instanceof Fault.CutsAtPage cuts ? cuts.times() : 0;
    }
}
