// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.language;

import java.util.List;

/** All languages. */
public final class Languages {

  /** The order is that in which containers get them, and so part of the compatible result. */
  public static final List<Language> ALL =
      List.of(
          new Java(),
          new Nodejs(),
          new Python(),
          new Dotnet(),
          new Go(),
          new ApacheHttpd(),
          new Nginx(),
          new Sdk());

  private Languages() {}
}
