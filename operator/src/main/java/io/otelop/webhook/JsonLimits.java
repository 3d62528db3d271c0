// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/**
 * What JSON from the network may cost in memory. Anybody in the cluster can reach the port, and ten
 * megabytes of {@code {},{},{}} are two hundred and fifty as a tree.
 */
final class JsonLimits {

  /** More than any object that fits into etcd has, before and after an update. */
  private static final int MAX_TOKENS = 300_000;

  /** An object of etcd's limit has no longer one. */
  private static final int MAX_TEXT = 1_600_000;

  /** The dearest token is a member of an object that has no other, with all of its object. */
  private static final int BYTES_A_TOKEN = 50;

  /** The dearest text of a tree is an empty object and a comma. */
  private static final int BYTES_A_BYTE = 25;

  private JsonLimits() {}

  /** Of parsers that refuse what is beyond the limits. */
  static JsonFactory factory() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxTokenCount(MAX_TOKENS)
                .maxStringLength(MAX_TEXT)
                .build())
        .build();
  }

  /** The most bytes of memory that a body of so many bytes and its tree can need. */
  static long cost(long length) {
    return length + Math.min(BYTES_A_BYTE * length, length + MAX_TOKENS * BYTES_A_TOKEN);
  }
}
