// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Values of ITU-T X.690 and RFC 5280, and lengths of any size. */
class DerTest {

  @Test
  void knownEncodings() {
    assertThat(hex(Der.oid("1.2.840.10045.4.3.2"))).isEqualTo("06082a8648ce3d040302");
    assertThat(hex(Der.oid("2.5.29.17"))).isEqualTo("0603551d11");
    assertThat(hex(Der.oid("2.999.3"))).isEqualTo("0603883703");
    assertThat(hex(Der.integer(0))).isEqualTo("020100");
    assertThat(hex(Der.integer(128))).isEqualTo("02020080");
    assertThat(hex(Der.bits(7, (byte) 0x80))).isEqualTo("03020780");
    assertThat(hex(Der.truth())).isEqualTo("0101ff");
    assertThat(hex(Der.sequence(Der.integer(1), Der.octets(new byte[] {5}))))
        .isEqualTo("3006020101040105");
    assertThat(hex(Der.time(Instant.parse("2049-12-31T23:59:59Z"))))
        .isEqualTo("170d" + hex("491231235959Z".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    assertThat(hex(Der.time(Instant.parse("2050-01-01T00:00:00Z"))))
        .isEqualTo(
            "180f" + hex("20500101000000Z".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  @Property
  void aLengthIsWrittenInTheFewestOctets(@ForAll @IntRange(max = 70_000) int length) {
    var encoded = Der.octets(new byte[length]);
    var first = encoded[1] & 0xff;
    var octets = first < 0x80 ? 0 : first & 0x7f;
    var said = octets == 0 ? first : new BigInteger(1, encoded, 2, octets).intValueExact();
    assertThat(said).isEqualTo(length);
    assertThat(encoded).hasSize(2 + octets + length);
    assertThat(octets).isEqualTo(length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3);
  }

  @Property
  void arcsOfAnySizeCanBeReadBack(@ForAll @LongRange(min = 0) long arc) {
    var encoded = Der.oid("1.3." + arc);
    var read = BigInteger.ZERO;
    for (var i = 3; i < encoded.length; i++) {
      read = read.shiftLeft(7).or(BigInteger.valueOf(encoded[i] & 0x7f));
      assertThat((encoded[i] & 0x80) != 0).isEqualTo(i < encoded.length - 1);
    }
    assertThat(encoded[3]).isNotEqualTo((byte) 0x80);
    assertThat(read).isEqualTo(BigInteger.valueOf(arc));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
