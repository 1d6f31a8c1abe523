package org.pimtools.testkit.doubles;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** What a double of a list in pages does wrong with one of them. */
public sealed interface PageFault {
    /** What is asked for, and how it would be answered. */
    interface Asked {
        HttpExchange.Answer page();

        /** The page before, once more; on the first page the first. */
        HttpExchange.Answer before();

        /** The page, the link of which to the next one leads elsewhere, where the interface has links. */
        default HttpExchange.Answer leadingTo(URI other) {
            return page();
        }

        /** The page without what leads to the next one, where a page says so. */
        default HttpExchange.Answer withoutNext() {
            return page();
        }
    }

    HttpExchange.Answer answer(Asked asked);

    /** It answers with an error. */
    record Refuses(HttpExchange.Reply error) implements PageFault {
        @Override
        public HttpExchange.Answer answer(Asked asked) {
            return error;
        }
    }

    /** Something happens just before it answers as it should. */
    record Meanwhile(Runnable event) implements PageFault {
        @Override
        public HttpExchange.Answer answer(Asked asked) {
            event.run();
            return asked.page();
        }
    }

    /** It closes the connection in the middle. */
    record Cuts() implements PageFault {
        @Override
        public HttpExchange.Answer answer(Asked asked) {
            return new HttpExchange.Cut(reply(asked));
        }
    }

    /** It says nothing. */
    record KeepsSilent() implements PageFault {
        @Override
        public HttpExchange.Answer answer(Asked asked) {
            return new HttpExchange.Silence();
        }
    }

    /** It answers properly, but late. */
    record IsSlow(Duration pause) implements PageFault {
        @Override
        public HttpExchange.Answer answer(Asked asked) {
            return new HttpExchange.Late(asked.page(), pause);
        }
    }

    /** It goes on after the page with spaces. @param bytes of the whole body */
    record Floods(long bytes) implements PageFault {
        @Override
        public HttpExchange.Answer answer(Asked asked) {
            return new HttpExchange.Padded(reply(asked), bytes);
        }
    }

    /** It ends its document in the middle. */
    record Garbles() implements PageFault {
        @Override
        public HttpExchange.Answer answer(Asked asked) {
            HttpExchange.Reply page = reply(asked);
            return new HttpExchange.Reply(
                    page.status(), page.headers(), Arrays.copyOf(page.body(), page.body().length / 2));
        }
    }

    /** It sends the client to another address. */
    record Redirects(URI to) implements PageFault {
        @Override
        public HttpExchange.Answer answer(Asked asked) {
            return new HttpExchange.Reply(307, Map.of("Location", to.toString()), new byte[0]);
        }
    }

    /** It answers with the page before. */
    record Repeats() implements PageFault {
        @Override
        public HttpExchange.Answer answer(Asked asked) {
            return asked.before();
        }
    }

    /** Its link to the next page leads elsewhere. */
    record LeadsTo(URI other) implements PageFault {
        @Override
        public HttpExchange.Answer answer(Asked asked) {
            return asked.leadingTo(other);
        }
    }

    /** It leaves out what leads to the next page. */
    record LosesNext() implements PageFault {
        @Override
        public HttpExchange.Answer answer(Asked asked) {
            return asked.withoutNext();
        }
    }

    private static HttpExchange.Reply reply(Asked asked) {
        if (asked.page() instanceof HttpExchange.Reply reply) {
            return reply;
        }
        throw new IllegalStateException("one fault at a time");
    }
}
