package org.pimtools.common.plan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
import org.pimtools.common.file.PrivateFiles;

/**
 * The Ed25519 key with which a planner signs its plans. Its file holds two lines of base64: the private key (PKCS #8) and the
 * public key (X.509).
 */
public final class PlannerKey {
    private static final String ALGORITHM = "Ed25519";

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private PlannerKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /**
     * Reads the key, or makes it at the first use, in a file that only its owner can read.
     *
     * @throws ToolException when the file cannot be read or written, or holds no key
     */
    public static PlannerKey loadOrCreate(Path file) {
        return find(file).orElseGet(() -> create(file));
    }

    /**
     * Reads the key if there is one.
     *
     * @throws ToolException when the file cannot be read, or holds no key
     */
    public static Optional<PlannerKey> find(Path file) {
        try {
            return Optional.of(load(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot read the planner's key " + file,
                    "restore the file from a backup; a new key must be trusted again on every host",
                    e);
        }
    }

    private static PlannerKey load(Path file) throws IOException, GeneralSecurityException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() != 2) {
            throw new GeneralSecurityException("not a planner's key");
        }
        PrivateKey privateKey = KeyFactory.getInstance(ALGORITHM)
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(0))));
        PlannerKey key = new PlannerKey(privateKey, PlanSignature.publicKey(lines.get(1)));
        byte[] probe = {1};
        if (!PlanSignature.verify(lines.get(1), probe, key.sign(probe))) {
            throw new GeneralSecurityException("the two keys do not belong together");
        }
        return key;
    }

    private static PlannerKey create(Path file) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            PlannerKey key = new PlannerKey(pair.getPrivate(), pair.getPublic());
            Base64.Encoder base64 = Base64.getEncoder();
            String text = base64.encodeToString(pair.getPrivate().getEncoded()) + "\n" + key.publicText() + "\n";
            PrivateFiles.directories(file.toAbsolutePath().getParent());
            return AtomicFile.writeIfAbsent(file, out -> out.write(text.getBytes(StandardCharsets.US_ASCII)))
                    ? key
                    : loadOrCreate(file);
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "cannot write the planner's key " + file,
                    "choose a directory that you may write with --state-dir",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public key as it stands in a plan's header: X.509, base64. */
    public String publicText() {
        return Base64.getEncoder().encodeToString(publicKey.getEncoded());
    }

    /** What an operator compares: see {@link PlanSignature#fingerprint}. */
    public String fingerprint() {
        return PlanSignature.fingerprint(publicText());
    }

    String sign(byte[] digest) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(PlanSignature.CONTEXT);
            signature.update(digest);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
