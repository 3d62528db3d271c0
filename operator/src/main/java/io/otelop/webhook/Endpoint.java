// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import java.nio.charset.StandardCharsets;

/** What is behind one path of the webhook server: from the body of a POST to a reply. */
@FunctionalInterface
public interface Endpoint {

  /** The reply to this body; called by many threads at once. */
  Reply reply(byte[] body);

  /** How many bytes a body may have at most. */
  default int maxBody() {
    return WebhookServer.MAX_BODY;
  }

  /**
   * A reply by HTTP.
   *
   * @param code the HTTP status code
   * @param contentType of the body
   * @param body what is sent; not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // a body is written once and never compared
  record Reply(int code, String contentType, byte[] body) {

    /** A JSON document. */
    public static Reply json(int code, byte[] body) {
      return new Reply(code, "application/json", body);
    }

    /** A line for people. */
    public static Reply text(int code, String line) {
      return new Reply(
          code, "text/plain; charset=utf-8", (line + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
