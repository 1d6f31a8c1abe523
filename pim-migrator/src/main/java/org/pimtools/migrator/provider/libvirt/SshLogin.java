package org.pimtools.migrator.provider.libvirt;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.inventory.EndpointException;

/**
 * By {@code ssh}, as libvirt's client calls it: with a program of our own in its place, which takes nothing but the given
 * key and the given host key, and neither the user's nor the machine's configuration.
 *
 * @param hostKey type and key, as in a public key file
 * @param key the private key
 */
record SshLogin(String hostKey, Secret key) implements HostLogin {
    private static final Pattern PUBLIC_KEY = Pattern.compile(
            "((?:ssh-(?:ed25519|rsa)|ecdsa-sha2-nistp(?:256|384|521)) [A-Za-z0-9+/]{40,2000}={0,2})(?:[ \t].*)?");
    /** The name by which the host key is known, whatever its address is. */
    private static final String ALIAS = "endpoint";

    /** Everything else comes as arguments from libvirt, which gives none that data could turn into an option. */
    private static final String PROGRAM = """
            #!/bin/sh
            # libvirt's client calls this in place of ssh
            unset SSH_AUTH_SOCK SSH_ASKPASS DISPLAY
            cd "${0%/*}" || exit
            exec ssh -F config -E log "$@"
            """;

    /** Names of files count from the folder of the program. See ssh_config(5). */
    private static final String CONFIG = """
            HostKeyAlias %s
            UserKnownHostsFile known_hosts
            GlobalKnownHostsFile /dev/null
            StrictHostKeyChecking yes
            CheckHostIP no
            IdentityFile key
            IdentitiesOnly yes
            PreferredAuthentications publickey
            PasswordAuthentication no
            ConnectTimeout 10
            ServerAliveInterval 10
            ServerAliveCountMax 3
            LogLevel ERROR
            """.formatted(ALIAS);

    static SshLogin of(Optional<Secret> hostKey, Optional<Secret> key) throws EndpointException {
        if (hostKey.isEmpty() || key.isEmpty()) {
            throw HostLogin.unusable("transport ssh needs user, host-key and key-file");
        }
        Matcher known = PUBLIC_KEY.matcher(hostKey.get().reveal().strip());
        if (!known.matches()) {
            throw HostLogin.unusable(
                    "host-key is no line of a public key file, such as ssh-ed25519 and the key in base64");
        }
        return new SshLogin(known.group(1), PrivateKeyText.usable(key.get()));
    }

    @Override
    public Material open() throws EndpointException {
        return PrivateFolder.filled(folder -> {
            folder.file("config", CONFIG);
            folder.file("known_hosts", ALIAS + " " + hostKey + "\n");
            folder.file("key", key.reveal());
            return new SshFiles(folder, folder.program("ssh", PROGRAM), folder.file("log", ""));
        });
    }
}
