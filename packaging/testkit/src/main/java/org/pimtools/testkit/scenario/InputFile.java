package org.pimtools.testkit.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;

/**
 * A file that is there before the first command: {@code -- file PATH --}. More words between path and dashes say that its
 * text is {@code base64} of its bytes, or what others than the owner may do ({@code rw-r--r--}).
 */
record InputFile(Block block) {
    private static final String BASE64 = "base64";
    private static final String PERMISSIONS = "[r-][w-][x-]([r-][w-][x-]){2}";

    /** @throws IllegalArgumentException that says what is wrong */
    InputFile {
        if (block.words().size() < 2) {
            throw new IllegalArgumentException("name the file: -- file PATH --");
        }
        Path path = Path.of(block.words().get(1));
        if (path.isAbsolute() || !path.equals(path.normalize()) || path.startsWith("..")) {
            throw new IllegalArgumentException(path + " is not below the directory of the command");
        }
        for (String word : block.words().subList(2, block.words().size())) {
            if (!word.equals(BASE64) && !word.matches(PERMISSIONS)) {
                throw new IllegalArgumentException(
                        word + " is none of base64, unfinished and permissions such as rw-r--r--");
            }
        }
        content(block);
    }

    String path() {
        return block.words().get(1);
    }

    void layOut(Path directory) throws IOException {
        Path file = directory.resolve(path());
        makeDirectories(directory, file.getParent());
        Files.write(file, content(block));
        String permissions = block.words().stream()
                .filter(word -> word.matches(PERMISSIONS))
                .findFirst()
                .orElse("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    /** All of them for the owner only, whatever the umask is. */
    private static void makeDirectories(Path top, Path directory) throws IOException {
        if (!directory.equals(top) && !Files.exists(directory)) {
            makeDirectories(top, directory.getParent());
            Files.createDirectory(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    String written() {
        return block.written();
    }

    private static byte[] content(Block block) {
        List<String> words = block.words();
        return words.subList(2, words.size()).contains(BASE64)
                ? Base64.getDecoder().decode(block.text().replace("\n", ""))
                : block.text().getBytes(StandardCharsets.UTF_8);
    }
}
