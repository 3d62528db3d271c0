// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link Keychain} as the entries of a Secret: the two that a Secret with a certificate usually
 * has, and our own for authorities.
 */
final class KeychainFile {

  private static final String SERVING = "tls.crt";
  private static final String SERVING_KEY = "tls.key";
  private static final List<String> AUTHORITIES = List.of("ca.crt", "ca-next.crt");
  private static final List<String> AUTHORITY_KEYS = List.of("ca.key", "ca-next.key");
  private static final String RETIRED = "ca-retired.crt";

  private KeychainFile() {}

  static Map<String, byte[]> write(Keychain keychain) {
    var entries = new LinkedHashMap<String, byte[]>();
    put(entries, SERVING, Pem.certificates(keychain.serving().chain()));
    put(entries, SERVING_KEY, Pem.key(keychain.serving().key()));
    for (var i = 0; i < keychain.authorities().size(); i++) {
      var authority = keychain.authorities().get(i);
      put(entries, AUTHORITIES.get(i), Pem.certificates(List.of(authority.certificate())));
      put(entries, AUTHORITY_KEYS.get(i), Pem.key(authority.key()));
    }
    if (!keychain.retired().isEmpty()) {
      put(entries, RETIRED, Pem.certificates(keychain.retired()));
    }
    return entries;
  }

  /** What was written; empty where it is not complete or its parts do not belong together. */
  static Optional<Keychain> read(Map<String, byte[]> entries) {
    try {
      var authorities = new ArrayList<CertificateAuthority>();
      for (var i = 0; i < AUTHORITIES.size(); i++) {
        if (i == 0 || entries.containsKey(AUTHORITIES.get(i))) {
          var certificate = certificates(entries, AUTHORITIES.get(i)).getFirst();
          var key = key(entries, AUTHORITY_KEYS.get(i), certificate);
          authorities.add(new CertificateAuthority(certificate, key));
        }
      }
      var chain = certificates(entries, SERVING);
      var serving = new ServingCertificate(chain, key(entries, SERVING_KEY, chain.getFirst()));
      var retired =
          entries.containsKey(RETIRED)
              ? certificates(entries, RETIRED)
              : List.<X509Certificate>of();
      return Optional.of(new Keychain(authorities, retired, serving));
    } catch (GeneralSecurityException broken) {
      return Optional.empty();
    }
  }

  private static List<X509Certificate> certificates(Map<String, byte[]> entries, String name)
      throws GeneralSecurityException {
    var certificates = Pem.parseCertificates(text(entries, name));
    if (certificates.isEmpty()) {
      throw new GeneralSecurityException("no certificate in " + name);
    }
    return certificates;
  }

  private static PrivateKey key(
      Map<String, byte[]> entries, String name, X509Certificate certificate)
      throws GeneralSecurityException {
    var key = Pem.parseKey(text(entries, name));
    var message = name.getBytes(StandardCharsets.US_ASCII);
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(message);
    var signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(message);
    if (!signature.verify(signed)) {
      throw new GeneralSecurityException(name + " does not belong to its certificate");
    }
    return key;
  }

  private static String text(Map<String, byte[]> entries, String name) {
    return new String(entries.getOrDefault(name, new byte[0]), StandardCharsets.US_ASCII);
  }

  private static void put(Map<String, byte[]> entries, String name, String text) {
    entries.put(name, text.getBytes(StandardCharsets.US_ASCII));
  }
}
