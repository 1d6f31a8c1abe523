package org.pimtools.migrator.provider.vsphere;

import java.util.List;
import java.util.Optional;

/** The requests that are sent, as SOAP 1.1 texts of the VIM interface ({@code urn:vim25}). */
final class SoapRequests {
    private static final String OPEN = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            + "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\""
            + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body>";
    /** Else one object that is gone fails the whole retrieval; since vSphere 4.1. */
    private static final String WITHOUT_MISSING = "<reportMissingObjectsInResults>true</reportMissingObjectsInResults>";

    private static final String CLOSE = "</soapenv:Body></soapenv:Envelope>";

    private SoapRequests() {}

    static String retrieveServiceContent() {
        return call("RetrieveServiceContent", "ServiceInstance", "ServiceInstance", "");
    }

    /** @throws IllegalArgumentException when user or password hold a character that XML cannot carry */
    static String login(String sessionManager, String user, String password) {
        return call(
                "Login",
                "SessionManager",
                sessionManager,
                "<userName>" + escaped(user) + "</userName><password>" + escaped(password) + "</password>");
    }

    static String createContainerView(String viewManager, String rootFolder, String type) {
        return call(
                "CreateContainerView",
                "ViewManager",
                viewManager,
                "<container type=\"Folder\">" + escaped(rootFolder) + "</container><type>" + type
                        + "</type><recursive>true</recursive>");
    }

    /** One property of all objects of a type in a view. */
    static String retrieveProperties(
            String propertyCollector, String view, String type, String property, int pageSize) {
        return call(
                "RetrievePropertiesEx",
                "PropertyCollector",
                propertyCollector,
                "<specSet><propSet><type>" + type + "</type><all>false</all><pathSet>" + property
                        + "</pathSet></propSet>"
                        + "<objectSet><obj type=\"ContainerView\">" + escaped(view) + "</obj><skip>true</skip>"
                        + "<selectSet xsi:type=\"TraversalSpec\"><name>view</name><type>ContainerView</type>"
                        + "<path>view</path><skip>false</skip></selectSet></objectSet>" + WITHOUT_MISSING
                        + "</specSet>"
                        + "<options><maxObjects>" + pageSize + "</maxObjects></options>");
    }

    static String retrieveProperties(
            String propertyCollector, String type, List<String> moRefs, List<String> properties, int pageSize) {
        StringBuilder specification =
                new StringBuilder("<specSet><propSet><type>").append(type).append("</type><all>false</all>");
        properties.forEach(
                property -> specification.append("<pathSet>").append(property).append("</pathSet>"));
        specification.append("</propSet>");
        for (String moRef : moRefs) {
            specification
                    .append("<objectSet><obj type=\"")
                    .append(type)
                    .append("\">")
                    .append(escaped(moRef))
                    .append("</obj></objectSet>");
        }
        return call(
                "RetrievePropertiesEx",
                "PropertyCollector",
                propertyCollector,
                specification + WITHOUT_MISSING + "</specSet><options><maxObjects>" + pageSize
                        + "</maxObjects></options>");
    }

    static String continueRetrieveProperties(String propertyCollector, String token) {
        return call(
                "ContinueRetrievePropertiesEx",
                "PropertyCollector",
                propertyCollector,
                "<token>" + escaped(token) + "</token>");
    }

    static String destroyView(String view) {
        return call("DestroyView", "ContainerView", view, "");
    }

    static String logout(String sessionManager) {
        return call("Logout", "SessionManager", sessionManager, "");
    }

    private static String call(String method, String type, String object, String arguments) {
        return OPEN + "<" + method + " xmlns=\"urn:vim25\"><_this type=\"" + type + "\">" + escaped(object) + "</_this>"
                + arguments + "</" + method + ">" + CLOSE;
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(character -> escaped(character).ifPresentOrElse(out::append, () -> {
                    throw new IllegalArgumentException("a character that XML cannot carry");
                }));
        return out.toString();
    }

    /** The character as XML text, or empty when it is none by XML 1.0; a line's end as a reference, or it would be normalised. */
    private static Optional<String> escaped(int character) {
        return switch (character) {
            case '&' -> Optional.of("&amp;");
            case '<' -> Optional.of("&lt;");
            case '>' -> Optional.of("&gt;");
            case '"' -> Optional.of("&quot;");
            case '\t', '\n', '\r' -> Optional.of("&#" + character + ";");
            default ->
                character < 0x20
                                || character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE
                                || character == 0xfffe
                                || character == 0xffff
                        ? Optional.empty()
                        : Optional.of(Character.toString(character));
        };
    }
}
