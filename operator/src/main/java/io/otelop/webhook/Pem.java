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
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Certificates and private keys as text. Form: RFC 7468, sections 5 and 10. */
final class Pem {

  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");
  private static final Pattern OLDER_KEY =
      Pattern.compile(
          "-----BEGIN (?:RSA|EC) PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)"
              + "-----END (?:RSA|EC) PRIVATE KEY-----");

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

  /** A bundle that was encoded once more; empty where it is none. */
  static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException spoiled) {
      return "";
    }
  }

  /**
   * The first bundle where everything of the second is in it, else the second: a replica may have
   * heard of a new authority before another one.
   */
  static String wider(String live, String wanted) {
    return blocks(live).containsAll(blocks(wanted)) ? live : wanted;
  }

  private static Set<String> blocks(String bundle) {
    return CERTIFICATE
        .matcher(bundle)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }

  static PrivateKey parseKey(String text) throws GeneralSecurityException {
    return key(text, KEY, "EC", UnaryOperator.identity());
  }

  /**
   * The private key of a certificate, also in the older forms that hold a key and do not say of
   * which kind it is (RFC 8017, A.1.2 and RFC 5915, section 3): the certificate says it.
   */
  static PrivateKey parseKey(String text, X509Certificate certificate)
      throws GeneralSecurityException {
    var algorithm = certificate.getPublicKey().getAlgorithm();
    if (KEY.matcher(text).find()) {
      return key(text, KEY, algorithm, UnaryOperator.identity());
    }
    // A public key begins with the name of its algorithm, as a private key in PKCS #8 form does.
    var kind = Der.first(certificate.getPublicKey().getEncoded());
    return key(
        text,
        OLDER_KEY,
        algorithm,
        content -> Der.sequence(Der.integer(0), kind, Der.octets(content)));
  }

  private static PrivateKey key(
      String text, Pattern form, String algorithm, UnaryOperator<byte[]> wrapped)
      throws GeneralSecurityException {
    var match = form.matcher(text);
    if (!match.find()) {
      throw new GeneralSecurityException("there is no private key");
    }
    try {
      var encoded = wrapped.apply(Base64.getMimeDecoder().decode(match.group(1)));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
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
