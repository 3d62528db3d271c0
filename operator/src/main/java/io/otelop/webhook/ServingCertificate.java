// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a server proves its name with.
 *
 * @param chain the server's certificate, then those between it and its authority
 * @param key the private key of the first of them
 */
public record ServingCertificate(List<X509Certificate> chain, PrivateKey key) {

  /** Copies the chain. */
  public ServingCertificate {
    chain = List.copyOf(chain);
  }

  /** The server's own certificate. */
  public X509Certificate leaf() {
    return chain.getFirst();
  }

  /** Shows names and time only: a key must not get into a log. */
  @Override
  public String toString() {
    return "ServingCertificate[" + leaf().getSerialNumber() + "]";
  }
}
