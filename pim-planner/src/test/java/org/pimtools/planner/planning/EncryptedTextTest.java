package org.pimtools.planner.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptedTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "aX8bD1cTuVJbN4BCvuKA0w==",
                "5f4dcc3b5aa765d61d8327deb882cf99",
                "5F4DCC3B5AA765D61D8327DEB882CF99",
                "ENC(nothing of a known form)",
                "{cipher}abc",
                "{AES}x"
            })
    void encrypted(String text) {
        assertEquals(true, EncryptedText.is(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "temporal",
                "secret-0123456789abcdef",
                "correcthorsebatterystaplecorrect",
                "12345678901234567890123456789012",
                "aX8bD1cTuVJbN4BCvuKA0w=",
                "aX8bD1cTuVJbN4BCvuKA0w",
                "aX8bD1cTuVJb",
                "5f4dcc3b5aa765d6",
                "Tr0ub4dor&3",
                "c2VjcmV0LW9mLTE2LWJ5dA==",
                "ENC()",
                "{team}"
            })
    void plain(String text) {
        assertEquals(false, EncryptedText.is(text));
    }

    /** What real ciphers make of passwords is recognised, but for the few that look like a word by chance. */
    @Test
    void theOutputOfBlockCiphersIsRecognised() throws Exception {
        Random random = new Random(7);
        int missed = 0;
        for (int i = 0; i < 2_000; i++) {
            boolean aes = i % 2 == 0;
            byte[] key = new byte[aes ? 16 : 8];
            byte[] password = new byte[(aes ? 1 : 8) + random.nextInt(30)];
            random.nextBytes(key);
            random.nextBytes(password);
            Cipher cipher = Cipher.getInstance(aes ? "AES/ECB/PKCS5Padding" : "DES/ECB/PKCS5Padding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, aes ? "AES" : "DES"));
            byte[] encrypted = cipher.doFinal(password);
            missed += EncryptedText.is(Base64.getEncoder().encodeToString(encrypted)) ? 0 : 1;
            missed += EncryptedText.is(HexFormat.of().formatHex(encrypted)) ? 0 : 1;
        }
        assertEquals(true, missed < 10, missed + " of 4,000");
    }
}
