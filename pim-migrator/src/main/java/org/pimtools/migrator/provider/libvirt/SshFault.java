package org.pimtools.migrator.provider.libvirt;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.text.Text;
import org.pimtools.migrator.inventory.EndpointException;

/** What a failed connection by {@code ssh} means, by what OpenSSH's client prints, which knows English only. */
final class SshFault {
    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");
    private static final Pattern OTHER_HOST_KEY =
            Pattern.compile("Host key verification failed|HOST IDENTIFICATION HAS CHANGED");
    private static final Pattern NO_CONNECTION = Pattern.compile(
            "connect to host|Could not resolve hostname|Connection (?:closed|reset|timed out)|kex_exchange_identification");

    /** A word of the far end's or of libvirt's, and what to do about it. */
    private record Advice(Pattern word, String advice) {}

    private static final List<Advice> AFTER_THE_LOGIN = List.of(
            new Advice(
                    Pattern.compile("ssh: not found"),
                    "ssh is not installed on this machine: install openssh-client (Debian) or openssh-clients (RPM)"),
            new Advice(
                    Pattern.compile("annot execute binary"),
                    "nothing can be run from the directory for temporary files: give another one,"
                            + " JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIRECTORY"),
            new Advice(
                    Pattern.compile("virt-ssh-helper: cannot connect|Failed to connect socket|failed to connect"),
                    "no libvirt daemon answers on the host, or the user may not ask it: start libvirtd there, and let"
                            + " the user open its read-only socket"),
            new Advice(
                    Pattern.compile("nc: |virt-ssh-helper"),
                    "the host has neither virt-ssh-helper nor nc: install libvirt's daemon there"));

    private SshFault() {}

    /**
     * @param log what ssh said of itself, stripped; empty when the login succeeded
     * @param seen what libvirt said
     */
    static EndpointException of(String log, EndpointException seen) {
        if (log.isEmpty()) {
            String advice = AFTER_THE_LOGIN.stream()
                    .filter(known -> known.word.matcher(seen.getMessage()).find())
                    .findFirst()
                    .map(Advice::advice)
                    .orElse("the host let us in, but no libvirt answers there");
            return fault(FindingCode.ENDPOINT_FAILED, advice, seen.getMessage());
        }
        String last = "ssh says: " + lastLine(log);
        if (OTHER_HOST_KEY.matcher(log).find()) {
            Matcher shown = FINGERPRINT.matcher(log);
            return new EndpointException(
                    FindingCode.CERTIFICATE_CHANGED,
                    "the host shows another SSH host key than host-key of the endpoints file"
                            + (shown.find() ? ": " + shown.group() : "")
                            + "; nothing was sent. Compare it with ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub there",
                    false,
                    seen);
        }
        if (log.contains("Permission denied")) {
            return fault(
                    FindingCode.LOGIN_REFUSED,
                    "the host does not let the user in with the key of key-file: put its public key into the user's"
                            + " authorized_keys there, or give another key",
                    last);
        }
        boolean unreachable = NO_CONNECTION.matcher(log).find();
        return new EndpointException(
                unreachable ? FindingCode.UNREACHABLE : FindingCode.ENDPOINT_FAILED, last, unreachable, seen);
    }

    private static EndpointException fault(FindingCode code, String advice, String said) {
        return new EndpointException(code, advice + " (" + said + ")", false, null);
    }

    private static String lastLine(String log) {
        return Text.printable(log.substring(log.lastIndexOf('\n') + 1));
    }
}
