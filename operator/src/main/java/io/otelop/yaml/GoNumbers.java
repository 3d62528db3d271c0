// SPDX-License-Identifier: Apache-2.0
package io.otelop.yaml;

import java.math.BigDecimal;

/** Numbers as programs of Go write them. */
public final class GoNumbers {

  private GoNumbers() {}

  /** A number the way Go's encoder writes a 64-bit float. */
  public static String text(double value) {
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    var shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    var magnitude = Math.abs(value);
    if (magnitude >= 1e-6 && magnitude < 1e21) {
      return shortest.toPlainString();
    }
    var digits = shortest.unscaledValue().abs().toString();
    var exponent = digits.length() - 1 - shortest.scale();
    var mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return (value < 0 ? "-" : "")
        + mantissa
        + "e"
        + (exponent < 0 ? "-" : "+")
        + Math.abs(exponent);
  }
}
