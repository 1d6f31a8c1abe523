package org.pimtools.testkit.doubles.amazon;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.pimtools.testkit.doubles.HttpExchange;

/** What the double does wrong with a page. */
public sealed interface Ec2Fault {
    /** What is asked for, and how it would be answered. */
    interface Asked {
        HttpExchange.Reply page();

        /** The page without the token of the next one. */
        HttpExchange.Reply withoutToken();

        /** The error as the service that is asked answers it. */
        HttpExchange.Reply refusal(Ec2Error error);

        /** The page before, once more; on the first page the first. */
        HttpExchange.Reply before();
    }

    HttpExchange.Answer answer(Asked asked);

    /** It answers with an error. */
    record Refuses(Ec2Error error) implements Ec2Fault {
        @Override
        public HttpExchange.Answer answer(Asked asked) {
            return asked.refusal(error);
        }
    }

    /** It closes the connection in the middle. */
    record Cuts() implements Ec2Fault {
        @Override
        public HttpExchange.Answer answer(Asked asked) {
            return new HttpExchange.Cut(asked.page());
        }
    }

    /** It says nothing. */
    record KeepsSilent() implements Ec2Fault {
        @Override
        public HttpExchange.Answer answer(Asked asked) {
            return new HttpExchange.Silence();
        }
    }

    /** It answers properly, but late. */
    record IsSlow(Duration pause) implements Ec2Fault {
        @Override
        public HttpExchange.Answer answer(Asked asked) {
            return new HttpExchange.Late(asked.page(), pause);
        }
    }

    /** It goes on after the page with spaces. @param bytes of the whole body */
    record Floods(long bytes) implements Ec2Fault {
        @Override
        public HttpExchange.Answer answer(Asked asked) {
            return new HttpExchange.Padded(asked.page(), bytes);
        }
    }

    /** It loses an end tag in the middle. */
    record Garbles() implements Ec2Fault {
        @Override
        public HttpExchange.Answer answer(Asked asked) {
            HttpExchange.Reply page = asked.page();
            String body = new String(page.body(), StandardCharsets.UTF_8);
            int tag = body.indexOf("</", body.length() / 2);
            return HttpExchange.Reply.xml(
                    page.status(), body.substring(0, tag) + body.substring(body.indexOf('>', tag) + 1));
        }
    }

    /** It sends the client to another address. */
    record Redirects(URI to) implements Ec2Fault {
        @Override
        public HttpExchange.Answer answer(Asked asked) {
            return new HttpExchange.Reply(307, Map.of("Location", to.toString()), new byte[0]);
        }
    }

    /** It answers with the page before, the token of which leads to this one. */
    record Repeats() implements Ec2Fault {
        @Override
        public HttpExchange.Answer answer(Asked asked) {
            return asked.before();
        }
    }

    /** It leaves the next page's token out. */
    record LosesToken() implements Ec2Fault {
        @Override
        public HttpExchange.Answer answer(Asked asked) {
            return asked.withoutToken();
        }
    }
}
