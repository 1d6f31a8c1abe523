package org.pimtools.common.secret;

import com.exceptionfactory.jagged.framework.armor.ArmoredDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.armor.ArmoredEncryptingChannelFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.json.Fields;
import org.pimtools.common.json.JsonLines;
import org.pimtools.common.json.LineException;
import org.pimtools.common.json.LineReader;
import org.pimtools.common.provider.LoginPart;
import org.pimtools.common.provider.ProviderKind;

/**
 * The secrets of one datacenter's section, as an armored age file (X25519) that the {@code age} tool opens too. Inside are JSON
 * Lines: first the plan and the datacenter that it belongs to, then one line per endpoint.
 */
public final class SealedPart {
    private static final String HINT =
            "give the identity that pim-planner plan wrote for this very plan; for a plan made with --recipients the one"
                    + " that pim-migrator keygen made on this host";

    private SealedPart() {}

    /** Seals the secrets for all the recipients. */
    public static String seal(
            UUID plan, DatacenterId datacenter, List<EndpointSecret> secrets, List<Recipient> recipients) {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (WritableByteChannel channel = new ArmoredEncryptingChannelFactory()
                .newEncryptingChannel(
                        Channels.newChannel(sealed),
                        recipients.stream().map(Recipient::writer).toList())) {
            channel.write(ByteBuffer.wrap(plain(plan, datacenter, secrets)));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return sealed.toString(StandardCharsets.US_ASCII);
    }

    /**
     * Opens a sealed part.
     *
     * @throws ToolException when the identity does not fit, the part was changed, or it belongs to another plan or datacenter
     */
    public static List<EndpointSecret> open(UUID plan, DatacenterId datacenter, String sealed, Identity identity) {
        try (InputStream in = Channels.newInputStream(new ArmoredDecryptingChannelFactory()
                .newDecryptingChannel(
                        Channels.newChannel(new ByteArrayInputStream(sealed.getBytes(StandardCharsets.US_ASCII))),
                        List.of(identity.reader())))) {
            return parse(plan, datacenter, in.readAllBytes());
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            if (e instanceof ToolException refusal) {
                throw refusal;
            }
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the identity does not open the sealed part of datacenter " + datacenter,
                    HINT,
                    e);
        }
    }

    private static byte[] plain(UUID plan, DatacenterId datacenter, List<EndpointSecret> secrets) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonLines.generator(plain)) {
            json.writeStartObject();
            json.writeStringField("plan", plan.toString());
            json.writeStringField("datacenter", datacenter.toString());
            json.writeEndObject();
            json.writeRaw('\n');
            for (EndpointSecret secret : secrets) {
                json.writeStartObject();
                json.writeNumberField("no", secret.endpointNo());
                json.writeStringField("type", secret.type().platformName());
                json.writeStringField("address", secret.address());
                json.writeNumberField("port", secret.port());
                json.writeObjectFieldStart("account");
                for (Map.Entry<String, String> part : secret.account().entrySet()) {
                    json.writeStringField(part.getKey(), part.getValue());
                }
                json.writeEndObject();
                json.writeStringField("pin", secret.pin());
                json.writeObjectFieldStart("parts");
                for (Map.Entry<String, Secret> part : secret.parts().entrySet()) {
                    json.writeStringField(part.getKey(), part.getValue().reveal());
                }
                json.writeEndObject();
                json.writeEndObject();
                json.writeRaw('\n');
            }
        }
        return plain.toByteArray();
    }

    private static List<EndpointSecret> parse(UUID plan, DatacenterId datacenter, byte[] plain) throws IOException {
        try (LineReader lines = new LineReader(new ByteArrayInputStream(plain))) {
            byte[] first = lines.next();
            if (first == null) {
                throw new LineException("it is empty");
            }
            Fields head = JsonLines.parse(first);
            if (!head.uuid("plan").equals(plan)
                    || !head.parsed("datacenter", DatacenterId::parse, DatacenterId.WHAT)
                            .equals(datacenter)) {
                throw new ToolException(
                        ExitCode.INVALID_INPUT,
                        "the sealed part belongs to another plan or datacenter",
                        "copy the plan again, or make a new one with pim-planner plan");
            }
            head.end();
            List<EndpointSecret> secrets = new ArrayList<>();
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                secrets.add(secret(JsonLines.parse(line)));
            }
            return List.copyOf(secrets);
        } catch (LineException e) {
            throw new ToolException(ExitCode.INVALID_INPUT, "the sealed part is not valid: " + e.getMessage(), HINT, e);
        }
    }

    private static EndpointSecret secret(Fields fields) throws LineException {
        ProviderKind type =
                ProviderKind.of(fields.text("type")).orElseThrow(() -> new LineException("field type is not known"));
        SortedMap<String, Secret> parts = new TreeMap<>();
        fields.textMap("parts").forEach((name, text) -> parts.put(name, Secret.of(text)));
        EndpointSecret secret = new EndpointSecret(
                fields.number("no", 1, Integer.MAX_VALUE),
                type,
                fields.text("address"),
                fields.number("port", 1, 65_535),
                fields.textMap("account"),
                fields.textOrNull("pin"),
                parts);
        fields.end();
        require(secret.account().keySet(), type, LoginPart::ofAccount);
        require(parts.keySet(), type, LoginPart::secret);
        List<String> missing = type.parts().stream()
                .filter(LoginPart::required)
                .map(LoginPart::name)
                .filter(name -> !secret.account().containsKey(name) && !parts.containsKey(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new LineException("it lacks " + String.join(", ", missing));
        }
        return secret;
    }

    private static void require(Set<String> names, ProviderKind type, Predicate<LoginPart> nature)
            throws LineException {
        for (String name : names) {
            if (type.part(name).filter(nature).isEmpty()) {
                throw new LineException("it has a part that the provider type does not have");
            }
        }
    }
}
