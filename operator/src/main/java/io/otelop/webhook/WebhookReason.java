// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import static io.otelop.reason.Meaning.error;
import static io.otelop.reason.Meaning.warning;

import io.otelop.reason.Meaning;
import io.otelop.reason.Reason;

/** What others did to the webhooks, or time did, and the operator put right or has to bear. */
public enum WebhookReason implements Reason {
  CertificateSecretDeleted(
      warning("find out who deletes the Secret; what was in it is kept there again")),
  CertificateSecretSpoiled(
      warning("find out who writes to the Secret; what was in it is kept there again")),
  AuthorityReplaced(warning("find out who writes to the Secret; its new authority is trusted now")),
  CertificateEnded(warning("look at the clocks of the nodes, and at how long no operator ran")),
  CertificateFilesUnusable(
      warning("correct the files of the certificate; the last good ones stay in use")),
  WebhooksChanged(warning("find out who else writes to it; it is as it should be again")),
  WebhooksLeftBehind(warning("delete it: with it every pod is sent twice")),
  OtherOperator(error("remove one of the two, or give each --watch-namespace of its own"));

  private final Meaning meaning;

  WebhookReason(Meaning meaning) {
    this.meaning = meaning;
  }

  @Override
  public Meaning meaning() {
    return meaning;
  }
}
