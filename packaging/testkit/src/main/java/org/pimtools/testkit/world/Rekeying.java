package org.pimtools.testkit.world;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pimtools.testkit.world.RedisSnapshot.Entry;

/** Works out what the VSM's keys become when subscriptions get their new names. A key is copied when it first changes. */
final class Rekeying {
    private final TreeMap<String, Entry> entries;
    private final Set<String> copied = new HashSet<>();

    Rekeying(Map<String, Entry> before) {
        this.entries = new TreeMap<>(before);
    }

    TreeMap<String, Entry> entries() {
        return entries;
    }

    void apply(Subscription subscription) {
        if (subscription.expected().newProviderId().isEmpty()) {
            return;
        }
        String before = subscription.nameBefore();
        String after = subscription.nameAfter();
        String id = Long.toString(subscription.redisId());
        rename("VirtualMachine:" + id, after);
        move("VirtualMachine:name:", before, after, id);
        Entry machine = entries.get("PhysicalMachine:" + subscription.machineId());
        String cache = (String) ((Map<?, ?>) machine.content()).get("virtualMachines_id");
        String names = "VirtualMachinesCache:" + cache + ":cache";
        if (contains(names, before)) {
            remove(names, before);
            members(names).add(after);
            move("VirtualMachinesCache:cache:", before, after, cache);
        }
    }

    private void rename(String key, String name) {
        Entry hash = entries.get(key);
        TreeMap<String, String> content = new TreeMap<>();
        ((Map<?, ?>) hash.content()).forEach((field, value) -> content.put((String) field, (String) value));
        content.put("name", name);
        entries.put(key, new Entry(hash.type(), content, hash.expiresAt()));
    }

    private void move(String index, String before, String after, String id) {
        if (contains(index + before, id)) {
            remove(index + before, id);
            members(index + after).add(id);
        }
    }

    private boolean contains(String key, String member) {
        Entry entry = entries.get(key);
        return entry != null && ((Collection<?>) entry.content()).contains(member);
    }

    private void remove(String key, String member) {
        TreeSet<String> members = members(key);
        members.remove(member);
        if (members.isEmpty()) {
            entries.remove(key);
            copied.remove(key);
        }
    }

    /** The members of a set of our own, which is in the entries from now on. */
    @SuppressWarnings("unchecked")
    private TreeSet<String> members(String key) {
        Entry entry = entries.get(key);
        if (copied.contains(key)) {
            return (TreeSet<String>) entry.content();
        }
        TreeSet<String> copy = entry == null ? new TreeSet<>() : new TreeSet<>((TreeSet<String>) entry.content());
        entries.put(key, new Entry("set", copy, entry == null ? RedisSnapshot.NEVER : entry.expiresAt()));
        copied.add(key);
        return copy;
    }
}
