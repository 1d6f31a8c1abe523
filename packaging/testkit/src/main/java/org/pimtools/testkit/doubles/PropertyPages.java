package org.pimtools.testkit.doubles;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.pimtools.testkit.server.VsphereInventory;
import org.pimtools.testkit.server.VsphereModel;
import org.pimtools.testkit.server.VsphereModel.ManagedObject;
import org.pimtools.testkit.server.VsphereModel.Ref;
import org.pimtools.testkit.server.VsphereVm;
import org.pimtools.testkit.server.Xml;
import org.w3c.dom.Element;

/** The PropertyCollector of a double: chosen properties of chosen objects, by pages. */
final class PropertyPages {
    /** An answer with its number within the retrieval, from 1. */
    record Page(int number, HttpExchange.Reply reply) {}

    /** What is left of a retrieval. */
    private record Rest(int nextNumber, int pageSize, List<String> objects) {}

    private static final class Refused extends RuntimeException {
        private final transient HttpExchange.Reply fault;

        Refused(HttpExchange.Reply fault) {
            super(null, null, false, false);
            this.fault = fault;
        }
    }

    private final VsphereModel model;
    private final int pageSize;
    private final Map<Ref, ManagedObject> objects = new LinkedHashMap<>();
    private final Map<String, Set<String>> pathsByType = new HashMap<>();
    private final Map<String, Rest> rests = new HashMap<>();

    PropertyPages(VsphereInventory inventory, int pageSize) {
        this.model = VsphereModel.of(inventory);
        this.pageSize = pageSize;
        model.objects().forEach(object -> objects.put(object.ref(), object));
        VsphereModel sample = VsphereModel.of(
                new VsphereInventory(inventory.instanceUuid(), inventory.kind(), List.of(VsphereVm.of(1, "sample"))));
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
                            .map(object -> "<returnval>" + object + "</returnval>")
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
            return new Page(1, refused.fault);
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
                                "<invalidProperty>token</invalidProperty>"))
                : page("ContinueRetrievePropertiesEx", rest);
    }

    /** CancelRetrievePropertiesEx. */
    void forget(String token) {
        rests.remove(token);
    }

    private Page page(String method, Rest rest) {
        if (rest.objects().isEmpty()) {
            return new Page(rest.nextNumber(), SoapMessage.answer(method, ""));
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
                .forEach(object -> content.append("<objects>").append(object).append("</objects>"));
        return new Page(
                rest.nextNumber(),
                SoapMessage.answer(method, content.append("</returnval>").toString()));
    }

    private List<String> chosen(Element call, Map<String, String> views) {
        List<String> chosen = new ArrayList<>();
        for (Element specification : SoapMessage.children(call, "specSet")) {
            List<Element> properties = SoapMessage.children(specification, "propSet");
            for (Element start : SoapMessage.children(specification, "objectSet")) {
                for (ManagedObject object : selected(start, views)) {
                    render(object, properties).ifPresent(chosen::add);
                }
            }
        }
        return chosen;
    }

    /** The object itself, or with a traversal the members of a view. */
    private List<ManagedObject> selected(Element start, Map<String, String> views) {
        Element reference = SoapMessage.child(start, "obj").orElseThrow();
        Ref ref = new Ref(
                reference.getAttribute("type"), reference.getTextContent().strip());
        List<Element> traversals = SoapMessage.children(start, "selectSet");
        if (traversals.isEmpty()) {
            return List.of(Optional.ofNullable(objects.get(ref)).orElseThrow(() -> missing(ref)));
        }
        if (!traversals.stream()
                .allMatch(traversal -> SoapMessage.text(traversal, "type").equals("ContainerView")
                        && SoapMessage.text(traversal, "path").equals("view"))) {
            throw new Refused(SoapMessage.fault("NotSupported", "The double traverses views only.", ""));
        }
        String type = Optional.ofNullable(views.get(ref.id())).orElseThrow(() -> missing(ref));
        return objects.values().stream()
                .filter(object -> object.ref().type().equals(type))
                .toList();
    }

    /** The object with the properties that are asked for and set; empty when its type is not asked for. */
    private Optional<String> render(ManagedObject object, List<Element> propertySets) {
        return propertySets.stream()
                .filter(set -> SoapMessage.text(set, "type").equals(object.ref().type()))
                .findFirst()
                .map(set -> {
                    StringBuilder xml = new StringBuilder("<obj type=\"%s\">%s</obj>"
                            .formatted(
                                    object.ref().type(), Xml.escape(object.ref().id())));
                    for (Element path : SoapMessage.children(set, "pathSet")) {
                        String name = path.getTextContent().strip();
                        if (!pathsByType.get(object.ref().type()).contains(name)) {
                            throw new Refused(
                                    SoapMessage.fault("InvalidProperty", "", "<name>" + Xml.escape(name) + "</name>"));
                        }
                        Optional.ofNullable(object.properties().get(name))
                                .ifPresent(value -> xml.append("<propSet><name>")
                                        .append(name)
                                        .append("</name>")
                                        .append(value)
                                        .append("</propSet>"));
                    }
                    return xml.toString();
                });
    }

    private static Refused missing(Ref ref) {
        return new Refused(SoapMessage.fault(
                "ManagedObjectNotFound",
                "The object has already been deleted or has not been completely created",
                "<obj type=\"%s\">%s</obj>".formatted(Xml.escape(ref.type()), Xml.escape(ref.id()))));
    }
}
