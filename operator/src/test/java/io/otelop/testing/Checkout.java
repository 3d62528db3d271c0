// SPDX-License-Identifier: Apache-2.0
package io.otelop.testing;

import java.nio.file.Path;

/** The files of the project beside the program. */
public final class Checkout {

  private Checkout() {}

  /** A file or folder by its path from the top of the checkout. */
  public static Path path(String fromTop) {
    return Path.of("..").toAbsolutePath().normalize().resolve(fromTop);
  }
}
