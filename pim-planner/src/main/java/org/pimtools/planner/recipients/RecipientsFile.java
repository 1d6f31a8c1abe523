package org.pimtools.planner.recipients;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.datacenter.DatacenterWord;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.secret.Recipient;
import org.pimtools.common.text.Told;

/**
 * Reads the recipients file: one line per host with the datacenter and the host's recipient, as {@code pim-migrator keygen}
 * shows it; a datacenter may have several. Empty lines and what follows a {@code #} do not count.
 */
public final class RecipientsFile {
    private static final int LARGEST_FILE = 4 * 1024 * 1024;
    private static final Pattern LINE =
            Pattern.compile("(\"(?:[^\"\\\\]|\\\\.){0,400}\"|[^\"#]{1,400}?)\\s+([^\\s#]+)\\s*(?:#.*)?");

    private final Map<DatacenterId, List<Recipient>> recipients = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    private RecipientsFile() {}

    /** @throws ToolException that tells all faults of the file, and shows no secret that was put into it by mistake */
    public static Recipients read(Path file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST_FILE + 1);
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot read the recipients file " + file + ": " + FileFailure.reason(e),
                    "check the path, the owner and the mode",
                    e);
        }
        RecipientsFile reader = new RecipientsFile();
        if (bytes.length > LARGEST_FILE) {
            reader.faults.add("it is longer than " + LARGEST_FILE + " bytes");
        } else {
            String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\\R", -1);
            for (int i = 0; i < lines.length; i++) {
                int number = i + 1;
                reader.line(lines[i].strip()).ifPresent(fault -> reader.faults.add("line " + number + ": " + fault));
            }
            if (reader.faults.isEmpty() && reader.recipients.isEmpty()) {
                reader.faults.add("it has no recipient");
            }
        }
        if (!reader.faults.isEmpty()) {
            throw refused(file, reader.faults);
        }
        return Recipients.of(reader.recipients);
    }

    private Optional<String> line(String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return Optional.empty();
        }
        if (line.toUpperCase(Locale.ROOT).contains("AGE-SECRET-KEY-")) {
            return Optional.of("it holds an identity, which is secret; only recipients belong here, age1…");
        }
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return Optional.of("it is not a datacenter and a recipient");
        }
        Optional<DatacenterId> datacenter = DatacenterWord.datacenter(parts.group(1));
        if (datacenter.isEmpty()) {
            return Optional.of("it does not begin with the identity of a datacenter");
        }
        try {
            Recipient recipient = new Recipient(parts.group(2));
            List<Recipient> own = recipients.computeIfAbsent(datacenter.get(), first -> new ArrayList<>());
            if (!own.contains(recipient)) {
                own.add(recipient);
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("its recipient is not one of age, age1… of 62 characters");
        }
    }

    private static ToolException refused(Path file, List<String> faults) {
        return new ToolException(
                ExitCode.INVALID_INPUT,
                "the recipients file " + file + " is not valid: " + Told.of(faults),
                "a line is what pim-migrator keygen shows on a host: its datacenter and its recipient");
    }
}
