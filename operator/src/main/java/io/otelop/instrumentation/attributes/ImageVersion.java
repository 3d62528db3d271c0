// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.attributes;

import java.util.regex.Pattern;

/** The version that an image's reference tells. Rules: instrumentation.md 4.2. */
final class ImageVersion {

  /** The grammar of the distribution project: domain with port, path, tag, digest. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?:(?:[a-zA-Z0-9][a-zA-Z0-9.-]*|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?/)?"
              + "[a-z0-9]+(?:[._/-]+[a-z0-9]+)*"
              + "(?::(?<tag>\\w[\\w.-]{0,127}))?"
              + "(?:@(?<digest>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?");

  private ImageVersion() {}

  /** Tag and digest; empty where there is none, and for what is no reference. */
  static String of(String image) {
    var reference = REFERENCE.matcher(image);
    if (!reference.matches()) {
      return "";
    }
    var tag = reference.group("tag");
    var digest = reference.group("digest");
    if (tag == null) {
      return digest == null ? "" : digest;
    }
    return digest == null ? tag : tag + "@" + digest;
  }
}
