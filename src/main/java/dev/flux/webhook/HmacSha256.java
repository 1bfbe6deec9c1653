package dev.flux.webhook;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signature that both forges use (RFC 2104 with SHA-256). */
public final class HmacSha256 {
  private static final String NAME = "HmacSHA256";

  private HmacSha256() {}

  /** Signs the parts as if they were one text; the key must not be empty. */
  public static byte[] sign(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(NAME);
      mac.init(new SecretKeySpec(key, NAME));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + NAME, e);
    }
  }

  /** Whether two signatures are the same; the time taken tells nothing of where they differ. */
  public static boolean same(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }
}
