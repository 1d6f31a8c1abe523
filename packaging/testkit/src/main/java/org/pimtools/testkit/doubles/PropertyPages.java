package org.pimtools.testkit.doubles;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pimtools.testkit.server.VsphereInventory;
import org.pimtools.testkit.server.VsphereModel;
import org.pimtools.testkit.server.VsphereModel.ManagedObject;
import org.pimtools.testkit.server.VsphereModel.Ref;
import org.pimtools.testkit.server.VsphereVm;
import org.pimtools.testkit.server.Xml;
import org.w3c.dom.Element;

/** The PropertyCollector of a double: chosen properties of chosen objects, by pages. */
final class PropertyPages {
    /** An object up to its last property. */
    private static final Pattern FIRST_PROPERTIES =
            Pattern.compile("(<objects><obj [^>]*>[^<]*</obj>)(<propSet>.*?</propSet>)+(?=</objects>)", Pattern.DOTALL);

    /**
     * An answer with its number within the retrieval, from 1.
     *
     * @param asked what was left of the retrieval before; null in place of a fault
     */
    record Page(int number, HttpExchange.Reply reply, Rest asked) {}

    /**
     * What is left of a retrieval.
     *
     * @param objects rendered when their page is sent
     */
    private record Rest(int nextNumber, int pageSize, List<Chosen> objects) {}

    /** An object with the properties that are wanted of its type. */
    private record Chosen(int object, List<String> properties) {}

    private static final class Refused extends RuntimeException {
        private final transient HttpExchange.Reply fault;

        Refused(HttpExchange.Reply fault) {
            super(null, null, false, false);
            this.fault = fault;
        }
    }

    private final VsphereModel model;
    private final int pageSize;
    private final List<ManagedObject> objects;
    private final List<Ref> refs;
    private final Map<Ref, Integer> positions = new HashMap<>();
    private final Map<String, Set<String>> pathsByType = new HashMap<>();
    private final Map<String, Rest> rests = new HashMap<>();

    PropertyPages(VsphereInventory inventory, int pageSize) {
        this.model = VsphereModel.of(inventory);
        this.pageSize = pageSize;
        this.objects = model.objects();
        this.refs = model.refs();
        for (int position = 0; position < refs.size(); position++) {
            positions.put(refs.get(position), position);
        }
        VsphereModel sample = VsphereModel.of(
                new VsphereInventory(inventory.serverUuid(), inventory.kind(), List.of(VsphereVm.of(1, "sample"))));
        sample.objects()
                .forEach(object -> pathsByType
                        .computeIfAbsent(object.ref().type(), type -> new HashSet<>())
                        .addAll(object.properties().keySet()));
    }

    VsphereModel model() {
        return model;
    }

    /** RetrieveProperties: everything at once. */
    HttpExchange.Reply all(Element call, Map<String, String> views) {
        try {
            return SoapMessage.answer(
                    "RetrieveProperties",
                    chosen(call, views).stream()
                            .map(object -> "<returnval>" + render(object) + "</returnval>")
                            .collect(Collectors.joining()));
        } catch (Refused refused) {
            return refused.fault;
        }
    }

    /** RetrievePropertiesEx. */
    Page first(Element call, Map<String, String> views) {
        try {
            int wanted = SoapMessage.child(call, "options")
                    .map(options -> SoapMessage.text(options, "maxObjects"))
                    .filter(number -> !number.isEmpty())
                    .map(Integer::valueOf)
                    .orElse(pageSize);
            return page("RetrievePropertiesEx", new Rest(1, Math.min(wanted, pageSize), chosen(call, views)));
        } catch (Refused refused) {
            return new Page(1, refused.fault, null);
        }
    }

    /** ContinueRetrievePropertiesEx. */
    Page next(String token) {
        Rest rest = rests.remove(token);
        return rest == null
                ? new Page(
                        0,
                        SoapMessage.fault(
                                "InvalidArgument",
                                "A specified parameter was not correct: token",
                                "<invalidProperty>token</invalidProperty>"),
                        null)
                : page("ContinueRetrievePropertiesEx", rest);
    }

    /** Lets a token that led to a page lead there once more. */
    void takeAgain(String token, Page page) {
        rests.put(token, page.asked());
    }

    /** CancelRetrievePropertiesEx. */
    void forget(String token) {
        rests.remove(token);
    }

    private Page page(String method, Rest rest) {
        if (rest.objects().isEmpty()) {
            return new Page(rest.nextNumber(), SoapMessage.answer(method, ""), rest);
        }
        int end = Math.min(rest.pageSize(), rest.objects().size());
        StringBuilder content = new StringBuilder("<returnval>");
        if (end < rest.objects().size()) {
            String token = UUID.randomUUID().toString();
            rests.put(
                    token,
                    new Rest(
                            rest.nextNumber() + 1,
                            rest.pageSize(),
                            rest.objects().subList(end, rest.objects().size())));
            content.append("<token>").append(token).append("</token>");
        }
        rest.objects()
                .subList(0, end)
                .forEach(object ->
                        content.append("<objects>").append(render(object)).append("</objects>"));
        return new Page(
                rest.nextNumber(),
                SoapMessage.answer(method, content.append("</returnval>").toString()),
                rest);
    }

    /** The same page, in which the first object's properties are missing for such a fault. */
    static HttpExchange.Reply withMissing(HttpExchange.Reply page, String fault) {
        String missing = "<missingSet><path>name</path><fault><fault xsi:type=\"" + fault
                + "\"></fault><localizedMessage>" + fault + "</localizedMessage></fault></missingSet>";
        String body = new String(page.body(), StandardCharsets.UTF_8);
        return HttpExchange.Reply.xml(
                page.status(),
                FIRST_PROPERTIES
                        .matcher(body)
                        .replaceFirst(found -> Matcher.quoteReplacement(found.group(1) + missing)));
    }

    private List<Chosen> chosen(Element call, Map<String, String> views) {
        List<Chosen> chosen = new ArrayList<>();
        for (Element specification : SoapMessage.children(call, "specSet")) {
            Map<String, List<String>> wanted = wanted(SoapMessage.children(specification, "propSet"));
            boolean withoutMissing = SoapMessage.text(specification, "reportMissingObjectsInResults")
                    .equals("true");
            for (Element start : SoapMessage.children(specification, "objectSet")) {
                if (withoutMissing && isMissing(start)) {
                    continue;
                }
                selected(start, views)
                        .filter(object -> wanted.containsKey(refs.get(object).type()))
                        .mapToObj(object ->
                                new Chosen(object, wanted.get(refs.get(object).type())))
                        .forEach(chosen::add);
            }
        }
        return chosen;
    }

    /** The properties that are wanted, by type. */
    private Map<String, List<String>> wanted(List<Element> propertySets) {
        Map<String, List<String>> wanted = new HashMap<>();
        for (Element set : propertySets) {
            String type = SoapMessage.text(set, "type");
            List<String> paths = SoapMessage.children(set, "pathSet").stream()
                    .map(path -> path.getTextContent().strip())
                    .toList();
            for (String path : paths) {
                if (pathsByType.containsKey(type) && !pathsByType.get(type).contains(path)) {
                    throw new Refused(
                            SoapMessage.fault("InvalidProperty", "", "<name>" + Xml.escape(path) + "</name>"));
                }
            }
            wanted.putIfAbsent(type, paths);
        }
        return wanted;
    }

    /** Whether an object that is named itself is not there. */
    private boolean isMissing(Element start) {
        Element reference = SoapMessage.child(start, "obj").orElseThrow();
        return SoapMessage.children(start, "selectSet").isEmpty()
                && !positions.containsKey(new Ref(
                        reference.getAttribute("type"),
                        reference.getTextContent().strip()));
    }

    /** The object itself, or with a traversal the members of a view. */
    private IntStream selected(Element start, Map<String, String> views) {
        Element reference = SoapMessage.child(start, "obj").orElseThrow();
        Ref ref = new Ref(
                reference.getAttribute("type"), reference.getTextContent().strip());
        List<Element> traversals = SoapMessage.children(start, "selectSet");
        if (traversals.isEmpty()) {
            return IntStream.of(Optional.ofNullable(positions.get(ref)).orElseThrow(() -> missing(ref)));
        }
        if (!traversals.stream()
                .allMatch(traversal -> SoapMessage.text(traversal, "type").equals("ContainerView")
                        && SoapMessage.text(traversal, "path").equals("view"))) {
            throw new Refused(SoapMessage.fault("NotSupported", "The double traverses views only.", ""));
        }
        String type = Optional.ofNullable(views.get(ref.id())).orElseThrow(() -> missing(ref));
        return IntStream.range(0, refs.size())
                .filter(object -> refs.get(object).type().equals(type));
    }

    /** The object with the properties that are wanted and set. */
    private String render(Chosen chosen) {
        ManagedObject object = objects.get(chosen.object());
        StringBuilder xml = new StringBuilder("<obj type=\"%s\">%s</obj>"
                .formatted(object.ref().type(), Xml.escape(object.ref().id())));
        for (String path : chosen.properties()) {
            Optional.ofNullable(object.properties().get(path))
                    .ifPresent(value -> xml.append("<propSet><name>")
                            .append(path)
                            .append("</name>")
                            .append(value)
                            .append("</propSet>"));
        }
        return xml.toString();
    }

    private static Refused missing(Ref ref) {
        return new Refused(SoapMessage.fault(
                "ManagedObjectNotFound",
                "The object has already been deleted or has not been completely created",
                "<obj type=\"%s\">%s</obj>".formatted(Xml.escape(ref.type()), Xml.escape(ref.id()))));
    }
}
