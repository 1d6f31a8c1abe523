package org.pimtools.testkit.doubles;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which lists of a double misbehave, from which page on and how often. */
public final class PageFaults {
    /** As often as there are requests. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    private static final class Injected {
        private final int page;
        private final PageFault fault;
        private int left;
        private boolean begun;

        Injected(int page, int times, PageFault fault) {
            this.page = page;
            this.left = times;
            this.fault = fault;
        }
    }

    private final Map<String, Injected> byList = new HashMap<>();

    /**
     * A list misbehaves in one way at a time.
     *
     * @param page from 1
     * @param times how many requests for the list's pages, beginning with that one, or {@link #ALWAYS}
     */
    public synchronized void inject(String list, int page, int times, PageFault fault) {
        if (page < 1 || times < 1) {
            throw new IllegalArgumentException("pages and times count from 1");
        }
        byList.put(list, new Injected(page, times, fault));
    }

    public synchronized void heal() {
        byList.clear();
    }

    /** What is wrong with a page of the list that is asked for now. */
    public Optional<PageFault> at(String list, int page) {
        synchronized (this) {
            Injected injected = byList.get(list);
            if (injected == null || injected.left == 0 || !(injected.begun || injected.page == page)) {
                return Optional.empty();
            }
            injected.begun = true;
            injected.left--;
            return Optional.of(injected.fault);
        }
    }

    /** How a page of the list that is asked for now is answered. */
    public HttpExchange.Answer answer(String list, int page, PageFault.Asked asked) {
        return at(list, page).map(fault -> fault.answer(asked)).orElseGet(asked::page);
    }
}
