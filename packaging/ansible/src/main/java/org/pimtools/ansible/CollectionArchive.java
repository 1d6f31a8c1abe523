package org.pimtools.ansible;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The archive that {@code ansible-galaxy collection install} takes: the collection's files with {@code MANIFEST.json}, which says
 * what it is, and {@code FILES.json}, which has the SHA-256 of each file. The same sources make the same bytes.
 * Source: Ansible's documentation, "Collection structure" and "Collection Galaxy metadata structure".
 */
public final class CollectionArchive {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final List<String> OF_THE_CHECKOUT = List.of("galaxy.yml", ".yamllint", ".ansible-lint");

    private final SortedMap<String, byte[]> files = new TreeMap<>();
    private final Map<String, Object> galaxy;

    private CollectionArchive(Map<String, Object> galaxy) {
        this.galaxy = galaxy;
    }

    /**
     * Writes the archive, and the files that are in it.
     *
     * @param arguments the collection's folder, the project's {@code LICENSE}, the folder of the results, version and time
     * @throws IOException when one cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        CollectionArchive archive = of(Path.of(arguments[0]), Path.of(arguments[1]), arguments[3]);
        Path target = Path.of(arguments[2]);
        archive.unpack(target.resolve("collections"));
        archive.write(target, Instant.parse(arguments[4]));
    }

    /**
     * Reads a collection.
     *
     * @param folder the one with {@code galaxy.yml}
     * @param licence the text that goes with it
     * @param version in place of the one there
     * @throws IOException when a file cannot be read
     */
    @SuppressWarnings("unchecked")
    public static CollectionArchive of(Path folder, Path licence, String version) throws IOException {
        Map<String, Object> galaxy = YAML.readValue(folder.resolve("galaxy.yml").toFile(), LinkedHashMap.class);
        galaxy.put("version", version);
        CollectionArchive archive = new CollectionArchive(galaxy);
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                String name = folder.relativize(file).toString();
                if (!OF_THE_CHECKOUT.contains(name) && !name.contains("__pycache__")) {
                    archive.files.put(name, Files.readAllBytes(file));
                }
            }
        }
        archive.files.put("LICENSE", Files.readAllBytes(licence));
        byte[] list = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(archive.list());
        archive.files.put("FILES.json", list);
        archive.files.put(
                "MANIFEST.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(archive.manifest(list)));
        return archive;
    }

    /** Writes {@code NAMESPACE-NAME-VERSION.tar.gz}. @return the file */
    public Path write(Path folder, Instant time) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(
                "%s-%s-%s.tar.gz".formatted(galaxy.get("namespace"), galaxy.get("name"), galaxy.get("version")));
        try (TarGz tar = new TarGz(Files.newOutputStream(file), time)) {
            for (String each : folders()) {
                tar.folder(each);
            }
            for (Map.Entry<String, byte[]> each : files.entrySet()) {
                tar.file(each.getKey(), each.getValue());
            }
        }
        return file;
    }

    /** Writes the files as they are installed, below {@code ansible_collections}. */
    public void unpack(Path folder) throws IOException {
        Path root = folder.resolve("ansible_collections")
                .resolve(String.valueOf(galaxy.get("namespace")))
                .resolve(String.valueOf(galaxy.get("name")));
        for (Map.Entry<String, byte[]> each : files.entrySet()) {
            Path file = root.resolve(each.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, each.getValue());
        }
    }

    /** Each before those in it. */
    private SortedSet<String> folders() {
        SortedSet<String> folders = new TreeSet<>();
        for (String name : files.keySet()) {
            for (Path folder = Path.of(name).getParent(); folder != null; folder = folder.getParent()) {
                folders.add(folder.toString());
            }
        }
        return folders;
    }

    private Map<String, Object> list() {
        SortedMap<String, Map<String, Object>> entries = new TreeMap<>();
        entries.put(".", entry(".", null));
        folders().forEach(name -> entries.put(name, entry(name, null)));
        files.forEach((name, content) -> entries.put(name, entry(name, content)));
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("files", new ArrayList<>(entries.values()));
        list.put("format", 1);
        return list;
    }

    /** @param content null for a folder */
    private static Map<String, Object> entry(String name, byte[] content) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", name);
        entry.put("ftype", content == null ? "dir" : "file");
        entry.put("chksum_type", content == null ? null : "sha256");
        entry.put("chksum_sha256", content == null ? null : sha256(content));
        entry.put("format", 1);
        return entry;
    }

    private Map<String, Object> manifest(byte[] list) {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("collection_info", galaxy);
        manifest.put("file_manifest_file", entry("FILES.json", list));
        manifest.put("format", 1);
        return manifest;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
