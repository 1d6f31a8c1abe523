package org.pimtools.common.signature;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.file.PrivateFiles;
import org.pimtools.common.file.SmallFile;

/**
 * The Ed25519 key with which a planner signs its plans, or a host its results and SQL files. Its file holds two lines of base64: the
 * private key (PKCS #8) and the public key (X.509).
 */
public final class SigningKey {
    static final String ALGORITHM = "Ed25519";

    private static final int LARGEST = 4_096;

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private SigningKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /** Who signs with a key. */
    public enum Owner {
        PLANNER("the planner's key", "restore the file from a backup; a new key must be trusted again on every host"),
        HOST(
                "the host's key",
                "restore the file from a backup; without it move the file away: the next run makes another key, which the"
                        + " controller has to accept with --host-key");

        private final String key;
        private final String lost;

        Owner(String key, String lost) {
            this.key = key;
            this.lost = lost;
        }
    }

    /**
     * Reads the key, or makes it at the first use, in a file that only its owner can read.
     *
     * @throws ToolException when the file cannot be read or written, or holds no key
     */
    public static SigningKey loadOrCreate(Path file, Owner owner) {
        return find(file, owner).orElseGet(() -> create(file, owner));
    }

    /**
     * Reads the key if there is one.
     *
     * @throws ToolException when the file cannot be read, or holds no key
     */
    public static Optional<SigningKey> find(Path file, Owner owner) {
        try {
            return Optional.of(load(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot read " + owner.key + " " + file + ": " + FileFailure.reason(e),
                    "run as the user who owns it, or give another --state-dir",
                    e);
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot read " + owner.key + " " + file + ": " + FileFailure.reason(e),
                    owner.lost,
                    e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot read " + owner.key + " " + file + ": it holds no key",
                    owner.lost,
                    e);
        }
    }

    private static SigningKey load(Path file) throws IOException, GeneralSecurityException {
        List<String> lines =
                SmallFile.text(file, LARGEST, StandardCharsets.US_ASCII).lines().toList();
        if (lines.size() != 2) {
            throw new GeneralSecurityException("not a signing key");
        }
        PrivateKey privateKey = KeyFactory.getInstance(ALGORITHM)
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(0))));
        SigningKey key = new SigningKey(privateKey, Signatures.publicKey(lines.get(1)));
        byte[] probe = {1};
        if (!Signatures.verify(SignedAs.PLAN, lines.get(1), probe, key.sign(SignedAs.PLAN, probe))) {
            throw new GeneralSecurityException("the two keys do not belong together");
        }
        return key;
    }

    private static SigningKey create(Path file, Owner owner) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            SigningKey key = new SigningKey(pair.getPrivate(), pair.getPublic());
            String text =
                    Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()) + "\n" + key.publicText() + "\n";
            PrivateFiles.directories(file.toAbsolutePath().getParent());
            return AtomicFile.writeIfAbsent(file, out -> out.write(text.getBytes(StandardCharsets.US_ASCII)))
                    ? key
                    : loadOrCreate(file, owner);
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "cannot write " + owner.key + " " + file + ": " + FileFailure.reason(e),
                    "choose a directory that you may write with --state-dir",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public key as it stands in what it signs: X.509, base64. */
    public String publicText() {
        return Base64.getEncoder().encodeToString(publicKey.getEncoded());
    }

    /** What an operator compares: see {@link Signatures#fingerprint}. */
    public String fingerprint() {
        return Signatures.fingerprint(publicText());
    }

    /** @return base64 */
    public String sign(SignedAs what, byte[] digest) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(what.context());
            signature.update(digest);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
