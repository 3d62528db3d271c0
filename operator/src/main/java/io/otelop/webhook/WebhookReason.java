// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import io.otelop.reason.Reason;
import io.otelop.reason.Severity;

/** What others did to the webhooks, or time did, and the operator put right or has to bear. */
public enum WebhookReason implements Reason {
  CertificateSecretDeleted(
      Severity.WARNING, "find out who deletes the Secret; what was in it is kept there again"),
  CertificateSecretSpoiled(
      Severity.WARNING, "find out who writes to the Secret; what was in it is kept there again"),
  AuthorityReplaced(
      Severity.WARNING, "find out who writes to the Secret; its new authority is trusted now"),
  CertificateEnded(
      Severity.WARNING, "look at the clocks of the nodes, and at how long no operator ran"),
  CertificateFilesUnusable(
      Severity.WARNING, "correct the files of the certificate; the last good ones stay in use"),
  WebhooksChanged(Severity.WARNING, "find out who else writes to it; it is as it should be again"),
  WebhooksLeftBehind(Severity.WARNING, "delete it: with it every pod is sent twice"),
  OtherOperator(Severity.ERROR, "remove one of the two, or give each --watch-namespace of its own");

  private final Severity severity;
  private final String remedy;

  WebhookReason(Severity severity, String remedy) {
    this.severity = severity;
    this.remedy = remedy;
  }

  @Override
  public Severity severity() {
    return severity;
  }

  @Override
  public String remedy() {
    return remedy;
  }
}
