// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import java.util.Map;
import java.util.Optional;

/** Where certificates are kept so that every replica has the same. */
public interface CertificateStore {

  /** What is kept; empty where nothing is. */
  Optional<Entries> read();

  /**
   * Keeps something else, if nobody else did so since {@code before} was read.
   *
   * @param before what was read; empty to keep the very first
   * @return false where somebody else was faster, and nothing was changed
   */
  boolean write(Map<String, byte[]> data, Optional<Entries> before);

  /** A store that lasts as long as the program: for an operator outside a cluster. */
  static CertificateStore inMemory() {
    return new CertificateStore() {
      private Optional<Entries> kept = Optional.empty();

      @Override
      public synchronized Optional<Entries> read() {
        return kept;
      }

      @Override
      public synchronized boolean write(Map<String, byte[]> data, Optional<Entries> before) {
        kept = Optional.of(new Entries(data, ""));
        return true;
      }
    };
  }

  /**
   * What is kept.
   *
   * @param data by name
   * @param version changes with each write
   */
  record Entries(Map<String, byte[]> data, String version) {

    /** Copies the map. */
    public Entries {
      data = Map.copyOf(data);
    }

    /** Whether there is a place for everything and nothing in it. */
    boolean isBlank() {
      return data.values().stream().allMatch(value -> value.length == 0);
    }
  }
}
