package org.pimtools.migrator.provider.vcloud;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.XmlAnswer;

/** A version of the API, such as 38.1. Source: the vendor's API programming guide, "Retrieve the Supported API Versions". */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
    /** The last one whose documents this connector was written from; later ones end with the interface that is used here. */
    private static final int LAST_MAJOR = 39;

    /** From here on tokens are sent as RFC 6750 has it. */
    private static final int BEARER_TOKENS = 30;

    /** From here on sessions are those of the OpenAPI; those before were removed in 38.0. */
    private static final int OPEN_SESSIONS = 33;

    private static final Comparator<ApiVersion> ORDER =
            Comparator.comparingInt(ApiVersion::major).thenComparingInt(ApiVersion::minor);
    // what is still under test is written as 39.0.0-alpha
    private static final Pattern RELEASED = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})");

    /**
     * The newest version that the server and this connector both know.
     *
     * @param answer to {@code GET /api/versions}
     * @throws RemoteException when there is none
     */
    static ApiVersion newest(XmlAnswer answer) throws XMLStreamException, RemoteException {
        if (!answer.child() || !answer.name().equals("SupportedVersions")) {
            throw new XMLStreamException("no list of API versions");
        }
        ApiVersion newest = null;
        while (answer.child()) {
            if (!answer.name().equals("VersionInfo")) {
                answer.skip();
                continue;
            }
            while (answer.child()) {
                if (!answer.name().equals("Version")) {
                    answer.skip();
                    continue;
                }
                Matcher version = RELEASED.matcher(answer.text().strip());
                if (version.matches()) {
                    newest = newer(
                            newest,
                            new ApiVersion(Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2))));
                }
            }
        }
        if (newest == null) {
            throw RemoteException.failed("vCloud offers no API version up to " + LAST_MAJOR + ".x");
        }
        return newest;
    }

    private static ApiVersion newer(ApiVersion one, ApiVersion other) {
        boolean better = other.major() <= LAST_MAJOR && (one == null || other.compareTo(one) > 0);
        return better ? other : one;
    }

    boolean bearerTokens() {
        return major >= BEARER_TOKENS;
    }

    boolean openSessions() {
        return major >= OPEN_SESSIONS;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
