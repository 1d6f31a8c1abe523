package org.pimtools.migrator.step.veeam;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.XmlAnswer;

/** A representation of Enterprise Manager: what is read of it is flat. Source: the vendor's reference, with its examples. */
final class Entity {
    static final String JOB = "urn:veeam:Job:";

    private static final Set<String> TEXTS = Set.of("SessionId", "TaskId", "State", "Message");
    private static final List<String> ATTRIBUTES = List.of("PageNum", "PagesCount", "Success", "Message");

    private final List<Job> jobs = new ArrayList<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, String> attributes = new HashMap<>();

    private Entity() {}

    /** @throws RemoteException when it is not XML */
    static Entity read(InputStream body) throws RemoteException {
        Entity entity = new Entity();
        try {
            XmlAnswer xml = new XmlAnswer(body);
            if (xml.child()) {
                entity.walk(xml);
            }
            return entity;
        } catch (XMLStreamException e) {
            throw new RemoteException(
                    RemoteException.Reason.FAILED, "the answer is not the XML that was expected", false, e);
        }
    }

    private void walk(XmlAnswer xml) throws XMLStreamException, RemoteException {
        String element = xml.name();
        for (String name : ATTRIBUTES) {
            xml.attribute(null, name).ifPresent(value -> attributes.putIfAbsent(element + "/" + name, value));
        }
        if (TEXTS.contains(element)) {
            texts.putIfAbsent(element, xml.text().strip());
        } else if (element.equals("Ref")) {
            addJob(xml);
            xml.skip();
        } else {
            while (xml.child()) {
                walk(xml);
            }
        }
    }

    private void addJob(XmlAnswer xml) throws RemoteException {
        if (xml.attribute(null, "Type").filter("JobReference"::equals).isEmpty()) {
            return;
        }
        Optional<String> uid = xml.attribute(null, "UID").filter(text -> text.matches(JOB + "[0-9a-fA-F-]{36}"));
        Optional<String> name = xml.attribute(null, "Name");
        if (uid.isEmpty() || name.isEmpty()) {
            throw RemoteException.failed("the list of jobs has one without an id or a name");
        }
        jobs.add(new Job(uid.get().substring(JOB.length()), name.get()));
    }

    /** The references to jobs, in their order. */
    List<Job> jobs() {
        return List.copyOf(jobs);
    }

    /** The text of the first element of that name. */
    Optional<String> text(String element) {
        return Optional.ofNullable(texts.get(element));
    }

    /** An attribute of the first element of that name that has it. */
    Optional<String> attribute(String element, String attribute) {
        return Optional.ofNullable(attributes.get(element + "/" + attribute));
    }

    Optional<Integer> number(String element, String attribute) {
        return attribute(element, attribute)
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(Integer::valueOf);
    }

    /** What an error says, in an attribute or in an element. */
    Optional<String> message() {
        return attribute("Error", "Message").or(() -> text("Message"));
    }

    /** A text as the value of an attribute in double quotes; tabs and line ends would be read back as spaces otherwise. */
    static String attribute(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("\"", "&quot;")
                .replace("\t", "&#9;")
                .replace("\n", "&#10;")
                .replace("\r", "&#13;");
    }

    /** Whether XML 1.0 can carry the text. */
    static boolean carries(String text) {
        return text.codePoints()
                .allMatch(point -> point == '\t'
                        || point == '\n'
                        || point == '\r'
                        || point >= ' ' && point < 0xD800
                        || point > 0xDFFF && point != 0xFFFE && point != 0xFFFF);
    }
}
