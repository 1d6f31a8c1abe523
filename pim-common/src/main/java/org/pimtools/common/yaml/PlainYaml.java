package org.pimtools.common.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;

/** A small file of keys: at most 64 KiB, 10 levels deep, without aliases of groups and without a key that stands twice. */
public final class PlainYaml {
    /** The largest file, in bytes. */
    public static final int LARGEST = 1 << 16;

    private static final int DEEPEST = 10;

    private PlainYaml() {}

    /**
     * Reads the group of keys that the file is.
     *
     * @param faults takes what is wrong with the file as a whole
     * @return empty when there is such a fault
     */
    public static Optional<ObjectNode> read(byte[] content, List<String> faults) {
        if (content.length > LARGEST) {
            faults.add("it is larger than 64 KiB");
            return Optional.empty();
        }
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(LARGEST);
        limits.setNestingDepthLimit(DEEPEST);
        limits.setMaxAliasesForCollections(0);
        YAMLMapper mapper = YAMLMapper.builder(
                        YAMLFactory.builder().loaderOptions(limits).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        try {
            JsonNode root = mapper.readTree(content);
            if (root instanceof ObjectNode group) {
                return Optional.of(group);
            }
            faults.add("it is no mapping");
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : ", see line " + Math.max(1, e.getLocation().getLineNr());
            faults.add("it is not plain YAML or names a key twice" + where);
        } catch (IOException e) {
            faults.add("it is not plain YAML");
        }
        return Optional.empty();
    }
}
