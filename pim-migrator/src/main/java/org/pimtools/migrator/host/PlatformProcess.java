package org.pimtools.migrator.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

/** Tells whether the platform's own server runs on this host, from the process list of Linux. */
public final class PlatformProcess {
    private static final Set<String> PROGRAMS = Set.of("java", "jsvc", "jsvc.exec");

    private final Path processes;
    private final Path platform;

    /** @param platform the base directory of the platform's Tomcat */
    public PlatformProcess(Path platform) {
        this(Path.of("/proc"), platform);
    }

    PlatformProcess(Path processes, Path platform) {
        this.processes = processes;
        this.platform = platform;
    }

    /** @throws ToolException when the platform runs */
    public void requireStopped() {
        find().ifPresent(pid -> {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    "the platform runs on this host: process " + pid,
                    "stop abiquo-tomcat, then run again; a dry run may be made while it runs");
        });
    }

    /** The process id of the running platform. */
    public OptionalLong find() {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(processes, "[0-9]*")) {
            for (Path process : entries) {
                if (isPlatform(process)) {
                    return OptionalLong.of(Long.parseLong(process.getFileName().toString()));
                }
            }
            return OptionalLong.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isPlatform(Path process) {
        String[] arguments;
        try {
            arguments = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .split("\0");
        } catch (IOException e) {
            return false; // it ended meanwhile
        }
        if (!PROGRAMS.contains(arguments[0].substring(arguments[0].lastIndexOf('/') + 1))) {
            return false;
        }
        for (String argument : arguments) {
            if (argument.startsWith("-Dcatalina.base=") || argument.startsWith("-Dcatalina.home=")) {
                if (isSame(argument.substring(argument.indexOf('=') + 1))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isSame(String directory) {
        Path named = Path.of(directory).normalize();
        try {
            return named.equals(platform.normalize()) || Files.isSameFile(named, platform);
        } catch (IOException e) {
            return false; // one of them does not exist
        }
    }
}
