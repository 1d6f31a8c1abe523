package org.pimtools.testkit.doubles;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** The calls that a server got, in the order of their arrival: their names, never what was in them. */
public final class RequestLog {
    /** @param method the name of the SOAP method, or {@code GET /path} for what is no SOAP */
    public record Call(Instant time, String method) {}

    private final List<Call> calls = new CopyOnWriteArrayList<>();

    public RequestLog() {}

    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /** The names alone. */
    public List<String> methods() {
        return calls.stream().map(Call::method).toList();
    }

    /** How often each method was called. */
    public Map<String, Long> counts() {
        return calls.stream().collect(Collectors.groupingBy(Call::method, TreeMap::new, Collectors.counting()));
    }

    public long count(String method) {
        return calls.stream().filter(call -> call.method().equals(method)).count();
    }

    public void clear() {
        calls.clear();
    }

    public void add(String method) {
        calls.add(new Call(Instant.now(), method));
    }
}
