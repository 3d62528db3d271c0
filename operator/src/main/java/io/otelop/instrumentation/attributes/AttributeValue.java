// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.attributes;

import java.nio.charset.StandardCharsets;

/**
 * A key or value as {@code OTEL_RESOURCE_ATTRIBUTES} takes it. The SDKs decode it as W3C Baggage,
 * so what has a meaning there, or none at all, is written as percent and two digits.
 */
final class AttributeValue {

  private static final String HEX = "0123456789ABCDEF";

  private AttributeValue() {}

  static String of(String text) {
    if (text.chars().allMatch(AttributeValue::isPlain)) {
      return text;
    }
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var encoded = new StringBuilder(bytes.length + 16);
    for (var i = 0; i < bytes.length; i++) {
      var octet = bytes[i] & 0xff;
      if (isPlain(octet) || (octet == '%' && isEncoded(bytes, i))) {
        encoded.append((char) octet);
      } else {
        encoded.append('%').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 15));
      }
    }
    return encoded.toString();
  }

  private static boolean isPlain(int octet) {
    return octet > ' '
        && octet < 0x7f
        && octet != '"'
        && octet != ','
        && octet != ';'
        && octet != '\\'
        && octet != '='
        && octet != '%';
  }

  /** Somebody encoded it already. */
  private static boolean isEncoded(byte[] bytes, int percent) {
    return percent + 2 < bytes.length
        && Character.digit(bytes[percent + 1], 16) >= 0
        && Character.digit(bytes[percent + 2], 16) >= 0;
  }
}
