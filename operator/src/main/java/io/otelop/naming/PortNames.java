// SPDX-License-Identifier: Apache-2.0
package io.otelop.naming;

import java.util.regex.Pattern;

/** Names of ports, as Kubernetes wants them. */
public final class PortNames {

  /** What a name is not that cannot be one: the rest of a sentence that begins with it. */
  public static final String PROBLEM =
      "is not the name of a port: at most 15 small letters, digits and single dashes between them,"
          + " at least one letter";

  private static final int LONGEST = 15;

  private static final Pattern NAME = Pattern.compile("(?=[a-z0-9-]*[a-z])[a-z0-9]+(-[a-z0-9]+)*");

  private PortNames() {}

  /** Whether a port can have it. */
  public static boolean isValid(String name) {
    return name.length() <= LONGEST && NAME.matcher(name).matches();
  }
}
