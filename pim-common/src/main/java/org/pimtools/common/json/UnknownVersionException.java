package org.pimtools.common.json;

/** A file has a version of its format that this tool does not read. The message goes after the file's name. */
public final class UnknownVersionException extends LineException {
    private final boolean older;

    private UnknownVersionException(String message, boolean older) {
        super(message);
        this.older = older;
    }

    /**
     * Takes the fields {@code version} and {@code tool} of a file's first line as far as it must.
     *
     * @throws UnknownVersionException when the version is not {@code known}; the message names the tool that wrote the file
     * @throws LineException when there is no version
     */
    public static void require(int known, Fields fields) throws LineException {
        require(known, known, fields);
    }

    /**
     * As above for a format of which several versions are read.
     *
     * @return the version
     */
    public static int require(int oldest, int newest, Fields fields) throws LineException {
        long version = fields.number("version");
        if (version < oldest || version > newest) {
            String tool = fields.textOrNull("tool");
            throw new UnknownVersionException(
                    "has format version " + version + (tool == null ? "" : " (made by " + tool + ")")
                            + ", and this version of the tools reads "
                            + (oldest == newest ? newest + " only" : oldest + " to " + newest),
                    version < oldest);
        }
        return (int) version;
    }

    /** Whether an older version of the tools wrote the file. */
    public boolean isOlder() {
        return older;
    }
}
