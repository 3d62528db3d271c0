// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

/** Where the webhooks' certificate comes from, kept fresh: our own, or files that others renew. */
public sealed interface CertificateSource extends AutoCloseable
    permits Certificates, CertificateFiles {

  /** What the server shows now. */
  ServingCertificate serving();

  /**
   * What the API server must trust now: PEM, old and new together while they overlap; empty where
   * it trusts already, or where somebody else tells it.
   */
  String bundle();

  /** Calls this listener at each change from now on. */
  void onChange(Listener listener);

  /** Looks at once whether anything has changed. */
  void refresh();

  @Override
  void close();

  /** Told of a change, bundle first: the API server must trust what it is about to meet. */
  interface Listener {

    /** What the API server must trust has changed. */
    void trust(String bundle);

    /** What the server shows has changed. */
    void serve(ServingCertificate certificate);
  }
}
