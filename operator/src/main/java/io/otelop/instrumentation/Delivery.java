// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation;

import java.util.Arrays;

/** How the files of an agent get into the pod. */
public enum Delivery {
  /** An init container copies them into a volume of the pod. */
  INIT_CONTAINER("InitContainer"),
  /** The image itself is the volume. */
  IMAGE_VOLUME("ImageVolume"),
  /** The image is the volume where every node can mount it and nobody asks for another volume. */
  AUTO("Auto");

  private final String key;

  Delivery(String key) {
    this.key = key;
  }

  /** What the spec says; the compatible way where it says nothing. */
  static Delivery of(String key) {
    return Arrays.stream(values())
        .filter(delivery -> delivery.key.equals(key))
        .findFirst()
        .orElse(INIT_CONTAINER);
  }
}
