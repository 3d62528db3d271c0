// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * An authority of our own.
 *
 * @param certificate what those who trust it hold
 * @param key what it signs with
 */
record CertificateAuthority(X509Certificate certificate, PrivateKey key) {

  /** A new authority. Each has a name of its own, so that two of them in a bundle differ. */
  static CertificateAuthority create(Instant from, Instant until) {
    var keys = X509.newKeys();
    var name = "opentelemetry-operator-webhook-ca-" + from.getEpochSecond();
    return new CertificateAuthority(X509.authority(name, keys, from, until), keys.getPrivate());
  }

  /** A new key and certificate for a server with these names. */
  ServingCertificate issue(Collection<String> names, Instant from, Instant until) {
    var keys = X509.newKeys();
    var leaf = X509.server(names, keys.getPublic(), this, from, until);
    return new ServingCertificate(List.of(leaf), keys.getPrivate());
  }

  /** Shows the certificate's number only: a key must not get into a log. */
  @Override
  public String toString() {
    return "CertificateAuthority[" + certificate.getSerialNumber() + "]";
  }
}
