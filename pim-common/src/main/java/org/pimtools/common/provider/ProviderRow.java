package org.pimtools.common.provider;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.provider.LoginPart.Nature;

/** One row of the table of kinds while it is written down; {@link ProviderKind} reads it. */
final class ProviderRow {
    final String platformName;
    final EndpointOrigin origin;
    final int port;
    final List<LoginPart> parts = new ArrayList<>();
    final List<ProviderOption> options = new ArrayList<>();
    String address;
    ProviderIdShape ids = ProviderIdShape.unknown(0);
    final Map<EntityKind, ProviderIdShape> otherIds = new EnumMap<>(EntityKind.class);
    boolean pin;
    boolean connector;

    private ProviderRow(String platformName, EndpointOrigin origin, int port) {
        this.platformName = platformName;
        this.origin = origin;
        this.port = port;
    }

    static ProviderRow named(String platformName, EndpointOrigin origin, int port) {
        return new ProviderRow(platformName, origin, port);
    }

    /** The vendor's public host; {@code {region}} in it stands for the account's region. */
    ProviderRow usualAddress(String template) {
        address = template;
        return this;
    }

    ProviderRow place(String name) {
        return part(name, Nature.PLACE, true);
    }

    /** A place that has a usual value. */
    ProviderRow optionalPlace(String name) {
        return part(name, Nature.PLACE, false);
    }

    ProviderRow name(String name) {
        return part(name, Nature.NAME, true);
    }

    ProviderRow optionalName(String name) {
        return part(name, Nature.NAME, false);
    }

    ProviderRow secret(String name) {
        return part(name, Nature.SECRET, true);
    }

    ProviderRow optionalSecret(String name) {
        return part(name, Nature.SECRET, false);
    }

    ProviderRow file(String name) {
        return part(name, Nature.FILE, true);
    }

    ProviderRow optionalFile(String name) {
        return part(name, Nature.FILE, false);
    }

    ProviderRow userAndPassword() {
        return name("user").secret("password");
    }

    private ProviderRow part(String name, Nature nature, boolean required) {
        parts.add(new LoginPart(name, nature, required));
        return this;
    }

    ProviderRow option(ProviderOption option) {
        options.add(option);
        return this;
    }

    ProviderRow ids(String pattern, int usualLength, String example) {
        ids = ProviderIdShape.of(pattern, usualLength, example);
        return this;
    }

    /** The provider IDs of entities other than VMs. */
    ProviderRow ids(EntityKind entity, String pattern, int usualLength, String example) {
        otherIds.put(entity, ProviderIdShape.of(pattern, usualLength, example));
        return this;
    }

    ProviderRow unknownIds(int usualLength) {
        ids = ProviderIdShape.unknown(usualLength);
        return this;
    }

    /** It is asked by our own HTTPS client, which can check a pinned certificate and go through a proxy. */
    ProviderRow byHttps() {
        pin = true;
        return option(ProviderOption.judgedLater("proxy"));
    }

    /** The migrator has a connector for it. */
    ProviderRow connected() {
        connector = true;
        return this;
    }
}
