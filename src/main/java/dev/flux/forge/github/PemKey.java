package dev.flux.forge.github;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Reads a private key that is not encrypted, in either of the two PEM forms. */
final class PemKey {
  private PemKey() {}

  static PrivateKey read(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file);
        PEMParser parser = new PEMParser(reader)) {
      JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
      Object found = parser.readObject();
      if (found instanceof PEMKeyPair pkcs1) {
        return converter.getKeyPair(pkcs1).getPrivate();
      }
      if (found instanceof PrivateKeyInfo pkcs8) {
        return converter.getPrivateKey(pkcs8);
      }
      throw new IOException(
          file + " holds no private key. Give the .pem file that GitHub made for the App.");
    }
  }
}
