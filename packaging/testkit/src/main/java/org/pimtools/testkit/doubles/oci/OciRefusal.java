package org.pimtools.testkit.doubles.oci;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.pimtools.testkit.doubles.HttpExchange;

/** An error as OCI answers it. Source: the vendor's documentation, "API Errors". */
public final class OciRefusal extends Exception {
    private final transient HttpExchange.Reply reply;

    OciRefusal(int status, String code) {
        super(code, null, false, false);
        reply = reply(status, code);
    }

    HttpExchange.Reply reply() {
        return reply;
    }

    /** The answer of a status and a code, with a text that repeats what nobody should show. */
    public static HttpExchange.Reply reply(int status, String code) {
        return new HttpExchange.Reply(
                status,
                Map.of("Content-Type", "application/json"),
                ("{\"code\":\"" + code + "\",\"message\":\"of a request with a secret signature\"}")
                        .getBytes(StandardCharsets.UTF_8));
    }
}
