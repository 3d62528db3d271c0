// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/**
 * The few values of ASN.1 that a certificate is made of, in their distinguished encoding. Rules:
 * ITU-T X.690, sections 8 and 10.
 */
final class Der {

  private static final int BOOLEAN = 0x01;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int UTF8_STRING = 0x0c;
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int CONTEXT = 0x80;
  private static final int CONSTRUCTED = 0x20;

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return value(SEQUENCE, join(parts));
  }

  static byte[] set(byte[] only) {
    return value(SET, only);
  }

  static byte[] truth() {
    return value(BOOLEAN, new byte[] {(byte) 0xff});
  }

  static byte[] integer(BigInteger number) {
    return value(INTEGER, number.toByteArray());
  }

  static byte[] integer(long number) {
    return integer(BigInteger.valueOf(number));
  }

  static byte[] octets(byte[] content) {
    return value(OCTET_STRING, content);
  }

  /** Bits, of which the last {@code unused} are not meant. */
  static byte[] bits(int unused, byte... content) {
    return value(BIT_STRING, join(new byte[] {(byte) unused}, content));
  }

  static byte[] text(String text) {
    return value(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
  }

  /** An object identifier, written with dots. */
  static byte[] oid(String dotted) {
    var arcs = dotted.split("\\.", -1);
    var content = new ByteArrayOutputStream();
    writeArc(content, Long.parseLong(arcs[0]) * 40 + Long.parseLong(arcs[1]));
    for (var i = 2; i < arcs.length; i++) {
      writeArc(content, Long.parseLong(arcs[i]));
    }
    return value(OBJECT_IDENTIFIER, content.toByteArray());
  }

  private static void writeArc(ByteArrayOutputStream to, long arc) {
    var digits = Math.max(1, (63 - Long.numberOfLeadingZeros(arc)) / 7 + 1);
    for (var digit = digits - 1; digit > 0; digit--) {
      to.write(((int) (arc >> (7 * digit)) & 0x7f) | 0x80);
    }
    to.write((int) arc & 0x7f);
  }

  /** A second, in the form that RFC 5280 wants for its year. */
  static byte[] time(Instant at) {
    var time = at.atOffset(ZoneOffset.UTC);
    var isShort = time.getYear() < 2050;
    var format = isShort ? "yyMMddHHmmss'Z'" : "uuuuMMddHHmmss'Z'";
    var text = DateTimeFormatter.ofPattern(format, Locale.ROOT).format(time);
    return value(isShort ? UTC_TIME : GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** A value whose meaning its place gives, replacing its own tag. */
  static byte[] tagged(int tag, byte[] content) {
    return value(CONTEXT | tag, content);
  }

  /** A value whose meaning its place gives, wrapped around it. */
  static byte[] wrapped(int tag, byte[] encoded) {
    return value(CONTEXT | CONSTRUCTED | tag, encoded);
  }

  /** The first part of a sequence, as it stands there. */
  static byte[] first(byte[] sequence) {
    var begin = begin(sequence, 0);
    return Arrays.copyOfRange(sequence, begin, end(sequence, begin));
  }

  private static int begin(byte[] all, int value) {
    var length = all[value + 1] & 0xff;
    return value + 2 + (length < 0x80 ? 0 : length & 0x7f);
  }

  private static int end(byte[] all, int value) {
    var begin = begin(all, value);
    var length = all[value + 1] & 0xff;
    if (length >= 0x80) {
      length = new BigInteger(1, Arrays.copyOfRange(all, value + 2, begin)).intValueExact();
    }
    return begin + length;
  }

  static byte[] join(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] value(int tag, byte[] content) {
    var all = new ByteArrayOutputStream(content.length + 6);
    all.write(tag);
    writeLength(all, content.length);
    all.writeBytes(content);
    return all.toByteArray();
  }

  private static void writeLength(ByteArrayOutputStream to, int length) {
    if (length < 0x80) {
      to.write(length);
      return;
    }
    var octets = (31 - Integer.numberOfLeadingZeros(length)) / 8 + 1;
    to.write(0x80 | octets);
    for (var i = octets - 1; i >= 0; i--) {
      to.write(length >> (8 * i));
    }
  }
}
