// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import io.otelop.naming.Sha256;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.regex.Pattern;

/**
 * Makes certificates of X.509 version 3 with ECDSA on P-256, which the JDK can read but has no
 * public way to make. Profile: RFC 5280, sections 4.1 and 4.2.
 */
final class X509 {

  private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
  private static final String COMMON_NAME = "2.5.4.3";
  private static final String SUBJECT_KEY_ID = "2.5.29.14";
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String AUTHORITY_KEY_ID = "2.5.29.35";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";

  private static final byte[] MAY_SIGN_CERTIFICATES = Der.bits(1, (byte) 0b0000_0110);
  private static final byte[] MAY_SIGN_HANDSHAKES = Der.bits(7, (byte) 0b1000_0000);
  private static final int SERIAL_BITS = 127;
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+|.*:.*");

  private X509() {}

  static KeyPair newKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException noCurve) {
      throw new IllegalStateException("this runtime has no P-256", noCurve);
    }
  }

  /** A certificate with which an authority vouches for itself. */
  static X509Certificate authority(String name, KeyPair keys, Instant from, Instant until) {
    var extensions =
        Der.sequence(
            critical(BASIC_CONSTRAINTS, Der.sequence(Der.truth(), Der.integer(0))),
            critical(KEY_USAGE, MAY_SIGN_CERTIFICATES),
            extension(SUBJECT_KEY_ID, Der.octets(keyId(keys.getPublic()))),
            extension(AUTHORITY_KEY_ID, Der.sequence(Der.tagged(0, keyId(keys.getPublic())))));
    var subject = name(name);
    return signed(keys.getPublic(), subject, subject, from, until, extensions, keys.getPrivate());
  }

  /**
   * A certificate for a server.
   *
   * @param names DNS names and addresses, in the order in which they are written into it
   */
  static X509Certificate server(
      Collection<String> names,
      PublicKey key,
      CertificateAuthority authority,
      Instant from,
      Instant until) {
    var issuer = authority.certificate();
    var extensions =
        Der.sequence(
            critical(BASIC_CONSTRAINTS, Der.sequence()),
            critical(KEY_USAGE, MAY_SIGN_HANDSHAKES),
            extension(EXTENDED_KEY_USAGE, Der.sequence(Der.oid(SERVER_AUTHENTICATION))),
            extension(SUBJECT_KEY_ID, Der.octets(keyId(key))),
            extension(AUTHORITY_KEY_ID, Der.sequence(Der.tagged(0, keyId(issuer.getPublicKey())))),
            extension(
                SUBJECT_ALTERNATIVE_NAME,
                Der.sequence(names.stream().map(X509::generalName).toArray(byte[][]::new))));
    var subject = name("opentelemetry-operator-webhook");
    var issuerName = issuer.getSubjectX500Principal().getEncoded();
    return signed(key, subject, issuerName, from, until, extensions, authority.key());
  }

  private static X509Certificate signed(
      PublicKey key,
      byte[] subject,
      byte[] issuer,
      Instant from,
      Instant until,
      byte[] extensions,
      PrivateKey signer) {
    var content =
        Der.sequence(
            Der.wrapped(0, Der.integer(2)),
            Der.integer(new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS - 1)),
            ECDSA_WITH_SHA256,
            issuer,
            Der.sequence(Der.time(from), Der.time(until)),
            subject,
            key.getEncoded(),
            Der.wrapped(3, extensions));
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(signer);
      signature.update(content);
      var encoded = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(0, signature.sign()));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(encoded));
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("a certificate could not be made", broken);
    }
  }

  private static byte[] name(String commonName) {
    return Der.sequence(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.text(commonName))));
  }

  private static byte[] generalName(String name) {
    if (NUMBERS.matcher(name).matches()) {
      return Der.tagged(7, InetAddress.ofLiteral(name).getAddress());
    }
    return Der.tagged(2, name.getBytes(StandardCharsets.US_ASCII));
  }

  /** A name as the JDK reads it back from a certificate: addresses in their long form. */
  static String asRead(String name) {
    return NUMBERS.matcher(name).matches() ? InetAddress.ofLiteral(name).getHostAddress() : name;
  }

  private static byte[] critical(String oid, byte[] value) {
    return Der.sequence(Der.oid(oid), Der.truth(), Der.octets(value));
  }

  private static byte[] extension(String oid, byte[] value) {
    return Der.sequence(Der.oid(oid), Der.octets(value));
  }

  /**
   * The first 160 bits of the key's SHA-256 (RFC 7093, section 2, method 1, over the whole key).
   */
  private static byte[] keyId(PublicKey key) {
    return Arrays.copyOf(Sha256.of(key.getEncoded()), 20);
  }
}
