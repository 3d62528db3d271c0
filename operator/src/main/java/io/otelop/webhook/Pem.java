// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Certificates and private keys as text. Form: RFC 7468, sections 5 and 10. */
final class Pem {

  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private Pem() {}

  static String certificates(List<X509Certificate> certificates) {
    var text = new StringBuilder();
    for (var certificate : certificates) {
      text.append(block("CERTIFICATE", encoded(certificate)));
    }
    return text.toString();
  }

  static String key(PrivateKey key) {
    return block("PRIVATE KEY", key.getEncoded());
  }

  /** The certificates in a text, which may be none. */
  static List<X509Certificate> parseCertificates(String text) throws GeneralSecurityException {
    var input = new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    return CertificateFactory.getInstance("X.509").generateCertificates(input).stream()
        .map(X509Certificate.class::cast)
        .toList();
  }

  static PrivateKey parseKey(String text) throws GeneralSecurityException {
    var match = KEY.matcher(text);
    if (!match.find()) {
      throw new GeneralSecurityException("no private key in PKCS #8 form");
    }
    try {
      var encoded = Base64.getMimeDecoder().decode(match.group(1));
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (IllegalArgumentException notBase64) {
      throw new GeneralSecurityException("the private key is not Base64", notBase64);
    }
  }

  private static byte[] encoded(Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a certificate could not be written", impossible);
    }
  }

  private static String block(String type, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, LINES.encodeToString(content), type);
  }
}
