package org.pimtools.common.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pimtools.common.yaml.PlainYaml;

/** Reads a profile strictly and collects every fault. */
final class ProfileParser {
    private static final Pattern IDENTIFIER = Pattern.compile("[0-9A-Za-z_$]{1,64}");
    /** What SQL files can hold. */
    private static final Pattern WRITTEN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,61}");

    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z._-]{1,64}");

    private final SchemaProfile base;
    private final List<String> faults = new ArrayList<>();

    /** @param base what the file adds to; null when it defines the names that the tools use */
    ProfileParser(SchemaProfile base) {
        this.base = base;
    }

    List<String> faults() {
        return faults;
    }

    /** The profile, which is of use only when there are no {@link #faults()}. */
    SchemaProfile parse(byte[] content) {
        Optional<ObjectNode> file = PlainYaml.read(content, faults);
        if (file.isEmpty()) {
            return base;
        }
        JsonNode root = file.get();
        onlyKeys(root, "", Set.of("profile", "passwords", "tables", "references"));
        String name = text(root.path("profile"), "profile", NAME, "");
        Map<String, SchemaProfile.Table> tables = new LinkedHashMap<>(base == null ? Map.of() : base.tables());
        JsonNode all = root.path("tables");
        if (all.isObject()) {
            all.properties().forEach(entry -> {
                String table = entry.getKey();
                if (base != null && !base.tables().containsKey(table)) {
                    faults.add("unknown key tables." + table);
                } else {
                    tables.put(table, table(table, entry.getValue()));
                }
            });
        } else if (!all.isMissingNode() || !root.has("references") && !root.has("passwords")) {
            faults.add("tables is missing or no mapping");
        }
        noneTwice(tables);
        return new SchemaProfile(name, passwords(root.path("passwords")), tables, references(root.path("references")));
    }

    private StoredPasswords passwords(JsonNode node) {
        StoredPasswords otherwise = base == null ? StoredPasswords.RECOGNISE : base.passwords();
        if (node.isMissingNode()) {
            return otherwise;
        }
        Optional<StoredPasswords> named = StoredPasswords.of(node.asText());
        if (named.isEmpty()) {
            faults.add("passwords is none of recognise, plain, encrypted");
        }
        return named.orElse(otherwise);
    }

    private Map<String, ReferenceRule> references(JsonNode all) {
        Map<String, ReferenceRule> references = new LinkedHashMap<>(base == null ? Map.of() : base.references());
        if (all.isObject()) {
            all.properties().forEach(entry -> {
                ReferenceRule before = references.get(entry.getKey());
                references.put(entry.getKey(), reference(entry.getKey(), entry.getValue(), before));
            });
        } else if (!all.isMissingNode()) {
            faults.add("references is no mapping");
        }
        return references;
    }

    /** @param before what it changes, or null for a new one, which must say everything but whether it is optional */
    private ReferenceRule reference(String name, JsonNode node, ReferenceRule before) {
        String path = "references." + name;
        onlyKeys(node, path + ".", Set.of("table", "key", "vm", "column", "replaces", "optional"));
        List<String> key = before == null ? new ArrayList<>() : before.key();
        JsonNode columns = node.path("key");
        if (columns.isArray() && columns.size() >= 1 && columns.size() <= 4) {
            List<String> named = new ArrayList<>();
            columns.forEach(column -> named.add(text(column, path + ".key", WRITTEN, "")));
            key = named;
        } else if (before == null || !columns.isMissingNode()) {
            faults.add(path + ".key is no list of 1 to 4 columns");
        }
        String replaces = node.path("replaces")
                .asText(before == null ? "" : before.replaces().name());
        ReferenceRule.Replaces part =
                replaces.equalsIgnoreCase("part") ? ReferenceRule.Replaces.PART : ReferenceRule.Replaces.WHOLE;
        if (!replaces.equalsIgnoreCase(part.name())) {
            faults.add(path + ".replaces is neither whole nor part");
        }
        String table = changed(node, path, "table", before == null ? null : before.table());
        String vm = changed(node, path, "vm", before == null ? null : before.vm());
        String column = changed(node, path, "column", before == null ? null : before.column());
        if (key.contains(column)) {
            faults.add(path + ".column is part of its key");
        }
        return new ReferenceRule(
                name,
                node.path("optional").asBoolean(before != null && before.optional()),
                table,
                key,
                vm,
                column,
                part);
    }

    private String changed(JsonNode node, String path, String field, String before) {
        return before != null && !node.has(field) ? before : text(node.path(field), path + "." + field, WRITTEN, "");
    }

    private SchemaProfile.Table table(String table, JsonNode node) {
        String path = "tables." + table;
        onlyKeys(
                node,
                path + ".",
                base == null ? Set.of("table", "columns", "optional", "optional_columns") : Set.of("table", "columns"));
        SchemaProfile.Table before = base == null
                ? new SchemaProfile.Table("", false, Map.of(), Set.of())
                : base.tables().get(table);
        String name = node.has("table") || base == null
                ? text(node.path("table"), path + ".table", IDENTIFIER, before.name())
                : before.name();
        Map<String, String> columns = new LinkedHashMap<>(before.columns());
        JsonNode all = node.path("columns");
        if (all.isObject()) {
            all.properties().forEach(entry -> {
                String column = entry.getKey();
                String columnPath = path + ".columns." + column;
                if (base != null && !before.columns().containsKey(column)) {
                    faults.add("unknown key " + columnPath);
                } else {
                    columns.put(column, text(entry.getValue(), columnPath, IDENTIFIER, ""));
                }
            });
        } else if (!all.isMissingNode()) {
            faults.add(path + ".columns is no mapping");
        }
        boolean optional = base == null ? node.path("optional").asBoolean(false) : before.optional();
        Set<String> optionalColumns = new HashSet<>(before.optionalColumns());
        if (base == null) {
            node.path("optional_columns").forEach(column -> optionalColumns.add(column.asText()));
        }
        return new SchemaProfile.Table(name, optional, columns, optionalColumns);
    }

    private void noneTwice(Map<String, SchemaProfile.Table> tables) {
        Map<String, String> tableOf = new HashMap<>();
        tables.forEach((table, names) -> {
            String other = tableOf.putIfAbsent(names.name(), table);
            if (other != null) {
                faults.add("tables " + other + " and " + table + " have the same name " + names.name());
            }
            Map<String, String> columnOf = new HashMap<>();
            names.columns().forEach((column, name) -> {
                String otherColumn = columnOf.putIfAbsent(name.toLowerCase(Locale.ROOT), column);
                if (otherColumn != null && !name.isEmpty()) {
                    faults.add("columns " + table + "." + otherColumn + " and " + table + "." + column
                            + " have the same name " + name);
                }
            });
        });
    }

    private void onlyKeys(JsonNode node, String path, Set<String> known) {
        if (!node.isObject()) {
            faults.add(path.isEmpty() ? "it is no mapping" : path.substring(0, path.length() - 1) + " is no mapping");
            return;
        }
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                faults.add("unknown key " + path + key);
            }
        });
    }

    private String text(JsonNode node, String path, Pattern allowed, String otherwise) {
        if (node.isTextual() && allowed.matcher(node.asText()).matches()) {
            return node.asText();
        }
        faults.add(path + (node.isMissingNode() ? " is missing" : " is no plain name"));
        return otherwise;
    }
}
