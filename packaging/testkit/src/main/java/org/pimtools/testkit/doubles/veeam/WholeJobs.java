package org.pimtools.testkit.doubles.veeam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of jobs as Backup &amp; Replication shows and takes them: always the whole job. */
final class WholeJobs {
    static final ObjectMapper JSON = new ObjectMapper();

    /** What a job has, and what has to be there when it is edited. */
    private static final List<String> REQUIRED = List.of(
            "id",
            "name",
            "description",
            "type",
            "isDisabled",
            "isHighPriority",
            "virtualMachines",
            "storage",
            "guestProcessing",
            "schedule");

    private final Map<String, ObjectNode> settings = new HashMap<>();

    /** The job as it is now. */
    synchronized ObjectNode of(BackupJobs.Job job) {
        ObjectNode whole =
                settings.computeIfAbsent(job.id(), WholeJobs::firstSettings).deepCopy();
        whole.put("name", job.name());
        return whole;
    }

    /** The settings alone, so that a test can see that nothing but the name changed. */
    synchronized String settingsOf(String id) {
        ObjectNode without =
                settings.computeIfAbsent(id, WholeJobs::firstSettings).deepCopy();
        without.remove("name");
        return without.toString();
    }

    /** What is sent in, when it is a whole job with that id. */
    static Optional<ObjectNode> read(String id, byte[] body) {
        try {
            JsonNode sent = JSON.readTree(new String(body, StandardCharsets.UTF_8));
            return sent instanceof ObjectNode whole
                            && REQUIRED.stream().allMatch(whole::hasNonNull)
                            && whole.get("id").asText().equals(id)
                    ? Optional.of(whole)
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    synchronized void replace(String id, ObjectNode whole) {
        settings.put(id, whole.deepCopy());
    }

    private static ObjectNode firstSettings(String id) {
        ObjectNode job = JSON.createObjectNode();
        job.put("type", "Backup");
        job.put("id", id);
        job.put("description", "Created by the platform");
        job.put("isDisabled", false);
        job.put("isHighPriority", false);
        ObjectNode machine =
                job.putObject("virtualMachines").putArray("includes").addObject();
        machine.putObject("inventoryObject")
                .put("type", "VirtualMachine")
                .put("hostName", "vcenter.example")
                .put("name", "a machine")
                .put("objectId", "vm-1");
        machine.put("size", "20 GB");
        ObjectNode storage = job.putObject("storage");
        storage.put("backupRepositoryId", "88788f9e-d8f5-4eb4-bc4f-9b3f5403bcec");
        storage.putObject("backupProxies").put("autoSelection", true).putArray("proxyIds");
        storage.putObject("retentionPolicy").put("type", "Days").put("quantity", 7);
        ObjectNode guest = job.putObject("guestProcessing");
        guest.putObject("appAwareProcessing").put("isEnabled", false).putArray("appSettings");
        guest.putObject("guestFSIndexing").put("isEnabled", false).putArray("indexingSettings");
        ObjectNode schedule = job.putObject("schedule");
        schedule.put("runAutomatically", true);
        ObjectNode daily = schedule.putObject("daily");
        daily.put("isEnabled", true).put("localTime", "22:00").put("dailyKind", "Everyday");
        ArrayNode days = daily.putArray("days");
        List.of("sunday", "wednesday").forEach(days::add);
        return job;
    }
}
