package org.pimtools.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;

/**
 * The paged read of a cloud that anybody would write with the JDK's client, Jackson and StAX: log in, ask for page after page, keep ID and
 * name of each machine. What a benchmark measures against: nothing is checked, repeated or limited. Arguments: a file of properties, and
 * how many machines there are at least; it fails for fewer.
 */
public final class BareCloud {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Properties login;
    private final URI base;
    private final HttpClient client;
    private final List<String> machines = new ArrayList<>();

    private BareCloud(Properties login, SSLContext trust) {
        this.login = login;
        this.base = URI.create(login.getProperty("base"));
        this.client = HttpClient.newBuilder()
                .sslContext(trust)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    public static void main(String[] args) throws Exception {
        Properties login = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(args[0]))) {
            login.load(reader);
        }
        BareCloud cloud = new BareCloud(login, BareInventory.trusting(Path.of(login.getProperty("certificate"))));
        switch (login.getProperty("kind")) {
            case "AMAZON" -> cloud.amazon();
            case "AZURE" -> cloud.azure();
            case "GOOGLE" -> cloud.google();
            case "VCLOUD" -> cloud.vcloud();
            case "OCI" -> cloud.oci();
            case "HYPERV" -> cloud.hyperv();
            default -> throw new IllegalArgumentException(login.getProperty("kind"));
        }
        if (cloud.machines.size() < 2 * Integer.parseInt(args[1])) {
            throw new IllegalStateException("fewer machines: " + cloud.machines.size() / 2);
        }
        System.exit(0);
    }

    private String of(String name) {
        return login.getProperty(name);
    }

    private HttpResponse<InputStream> send(HttpRequest.Builder request) throws Exception {
        HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException("HTTP " + answer.statusCode());
        }
        return answer;
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(base.resolve(path));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String token(String uri, String form) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        return "Bearer "
                + JSON.readTree(send(request).body()).get("access_token").asText();
    }

    private void azure() throws Exception {
        String token = token(
                "https://" + of("authority") + "/" + of("tenant") + "/oauth2/v2.0/token",
                "grant_type=client_credentials&scope=" + encoded("https://management.azure.com/.default")
                        + "&client_id=" + encoded(of("client-id")) + "&client_secret=" + encoded(of("client-secret")));
        String next = base.resolve("/subscriptions/" + of("subscription")
                        + "/providers/Microsoft.Compute/virtualMachines?api-version=2022-08-01")
                .toString();
        while (next != null) {
            JsonNode page =
                    JSON.readTree(send(HttpRequest.newBuilder(URI.create(next)).header("Authorization", token))
                            .body());
            for (JsonNode each : page.get("value")) {
                machines.add(each.get("id").asText() + "#"
                        + each.get("properties").get("vmId").asText());
                machines.add(each.path("tags").path("Name").asText());
            }
            next = page.has("nextLink") ? page.get("nextLink").asText() : null;
        }
    }

    private void google() throws Exception {
        JsonNode key = JSON.readTree(Files.readString(Path.of(of("key-file"))));
        long now = Instant.now().getEpochSecond();
        String head = urlSafe("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");
        String claims = urlSafe("{\"iss\":\"" + key.get("client_email").asText() + "\",\"scope\":"
                + "\"https://www.googleapis.com/auth/compute.readonly\",\"aud\":\""
                + key.get("token_uri").asText()
                + "\",\"iat\":" + now + ",\"exp\":" + (now + 3600) + "}");
        byte[] signature = rsa(privateKey(key.get("private_key").asText()), head + "." + claims);
        String assertion = head + "." + claims + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        String token = token(
                key.get("token_uri").asText(),
                "grant_type=" + encoded("urn:ietf:params:oauth:grant-type:jwt-bearer") + "&assertion=" + assertion);
        String path = "/compute/v1/projects/" + of("project") + "/aggregated/instances?maxResults=500&fields="
                + encoded("nextPageToken,items/*/instances(id,metadata/items)");
        String next = "";
        while (next != null) {
            JsonNode page = JSON.readTree(send(at(path + (next.isEmpty() ? "" : "&pageToken=" + encoded(next)))
                            .header("Authorization", token))
                    .body());
            for (JsonNode scope : page.get("items")) {
                for (JsonNode each : scope.path("instances")) {
                    machines.add(each.get("id").asText());
                    machines.add(named(each.path("metadata").path("items")));
                }
            }
            next = page.has("nextPageToken") ? page.get("nextPageToken").asText() : null;
        }
    }

    private static String named(JsonNode items) {
        for (JsonNode item : items) {
            if (item.get("key").asText().equals("name")) {
                return item.get("value").asText();
            }
        }
        return "";
    }

    private void oci() throws Exception {
        PrivateKey key = privateKey(Files.readString(Path.of(of("key-file"))));
        List<String> compartments = new ArrayList<>(List.of(of("tenancy")));
        JsonNode below = JSON.readTree(send(signed(
                        key,
                        "/20160918/compartments?compartmentIdInSubtree=true&lifecycleState=ACTIVE&limit=1000&compartmentId="
                                + of("tenancy")))
                .body());
        below.forEach(each -> compartments.add(each.get("id").asText()));
        for (String compartment : compartments) {
            Optional<String> next = Optional.of("");
            while (next.isPresent()) {
                HttpResponse<InputStream> answer = send(signed(
                        key,
                        "/20160918/instances?limit=1000&compartmentId=" + compartment
                                + (next.get().isEmpty() ? "" : "&page=" + encoded(next.get()))));
                for (JsonNode each : JSON.readTree(answer.body())) {
                    machines.add(each.get("id").asText());
                    machines.add(each.get("displayName").asText());
                }
                next = answer.headers().firstValue("opc-next-page");
            }
        }
    }

    private HttpRequest.Builder signed(PrivateKey key, String path) throws Exception {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atOffset(ZoneOffset.UTC));
        String text = "date: " + date + "\n(request-target): get " + path + "\nhost: " + base.getAuthority();
        return at(path).header("Date", date)
                .header(
                        "Authorization",
                        "Signature version=\"1\",headers=\"date (request-target) host\",keyId=\"" + of("tenancy") + "/"
                                + of("user") + "/" + of("fingerprint")
                                + "\",algorithm=\"rsa-sha256\",signature=\""
                                + Base64.getEncoder().encodeToString(rsa(key, text)) + "\"");
    }

    private static byte[] rsa(PrivateKey key, String text) throws Exception {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(text.getBytes(StandardCharsets.US_ASCII));
        return signature.sign();
    }

    private static PrivateKey privateKey(String pem) throws Exception {
        String base64 = pem.replaceAll("(?s).*-----BEGIN PRIVATE KEY-----(.*)-----END.*", "$1");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
    }

    private static String urlSafe(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void amazon() throws Exception {
        String next = "";
        while (next != null) {
            String body = "Action=DescribeInstances&MaxResults=1000"
                    + (next.isEmpty() ? "" : "&NextToken=" + encoded(next)) + "&Version=2016-11-15";
            next = texts(signedForAmazon(body), "nextToken", List.of("instanceId", "value"));
        }
    }

    private HttpRequest.Builder signedForAmazon(String body) throws Exception {
        String time = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                .format(Instant.now().atOffset(ZoneOffset.UTC));
        String scope = time.substring(0, 8) + "/" + of("region") + "/ec2/aws4_request";
        String type = "application/x-www-form-urlencoded; charset=utf-8";
        String signedNames = "content-type;host;x-amz-date";
        String canonical = "POST\n/\n\ncontent-type:" + type + "\nhost:" + base.getAuthority() + "\nx-amz-date:" + time
                + "\n\n" + signedNames + "\n" + sha256(body);
        byte[] key = ("AWS4" + of("secret-key")).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            key = mac(key, part);
        }
        String signature = HexFormat.of()
                .formatHex(mac(key, "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + sha256(canonical)));
        return at("/").header("Content-Type", type)
                .header("X-Amz-Date", time)
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + of("access-key") + "/" + scope + ", SignedHeaders="
                                + signedNames + ", Signature=" + signature)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] mac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private void vcloud() throws Exception {
        String login = of("user") + "@" + of("organisation") + ":" + of("password");
        String token = "Bearer "
                + send(at("/cloudapi/1.0.0/sessions")
                                .header("Accept", "application/json;version=39.0")
                                .header("Authorization", basic(login))
                                .POST(HttpRequest.BodyPublishers.noBody()))
                        .headers()
                        .firstValue("X-VMWARE-VCLOUD-ACCESS-TOKEN")
                        .orElseThrow();
        int number = 1;
        int before = -1;
        while (machines.size() > before) {
            before = machines.size();
            XMLStreamReader page =
                    xml(at("/api/query?type=vm&format=idrecords&filter=isVAppTemplate==false&pageSize=128" + "&page="
                                    + number++)
                            .header("Accept", "application/*+xml;version=39.0")
                            .header("Authorization", token));
            while (page.hasNext()) {
                if (page.next() == XMLStreamConstants.START_ELEMENT
                        && page.getLocalName().equals("VMRecord")) {
                    machines.add(page.getAttributeValue(null, "id"));
                    machines.add(page.getAttributeValue(null, "name"));
                }
            }
        }
    }

    private void hyperv() throws Exception {
        String context = texts(wsman("Enumerate", ""), "EnumerationContext", List.of());
        while (context != null) {
            context = texts(
                    wsman(
                            "Pull",
                            "<n:EnumerationContext>" + context
                                    + "</n:EnumerationContext><n:MaxElements>100</n:MaxElements>"),
                    "EnumerationContext",
                    List.of("Name", "ElementName"));
        }
    }

    private HttpRequest.Builder wsman(String action, String body) {
        String uri = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/virtualization/v2/Msvm_ComputerSystem";
        String address = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
        String enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
        String envelope = "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:a=\"" + address
                + "\" xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\" xmlns:n=\"" + enumeration
                + "\"><s:Header><a:To>" + base + "/wsman</a:To><w:ResourceURI s:mustUnderstand=\"true\">" + uri
                + "</w:ResourceURI><a:ReplyTo><a:Address>" + address
                + "/role/anonymous</a:Address></a:ReplyTo><a:Action"
                + " s:mustUnderstand=\"true\">" + enumeration + "/" + action + "</a:Action><a:MessageID>uuid:1"
                + "</a:MessageID></s:Header><s:Body><n:" + action + ">" + body + "</n:" + action
                + "></s:Body></s:Envelope>";
        return at("/wsman")
                .header("Content-Type", "application/soap+xml;charset=UTF-8")
                .header("Authorization", basic(of("user") + ":" + of("password")))
                .POST(HttpRequest.BodyPublishers.ofString(envelope));
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    private XMLStreamReader xml(HttpRequest.Builder request) throws Exception {
        byte[] body = send(request).body().readAllBytes();
        return XMLInputFactory.newDefaultFactory().createXMLStreamReader(new ByteArrayInputStream(body));
    }

    /** Keeps the texts of some elements. @return that of the last {@code next}; null when there is none */
    private String texts(HttpRequest.Builder request, String next, List<String> kept) throws Exception {
        XMLStreamReader page = xml(request);
        String found = null;
        while (page.hasNext()) {
            if (page.next() == XMLStreamConstants.START_ELEMENT) {
                String name = page.getLocalName();
                if (name.equals(next)) {
                    found = page.getElementText();
                } else if (kept.contains(name)) {
                    machines.add(page.getElementText());
                }
            }
        }
        return found == null || found.isEmpty() ? null : found;
    }
}
