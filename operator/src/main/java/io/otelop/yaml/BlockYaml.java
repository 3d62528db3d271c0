// SPDX-License-Identifier: Apache-2.0
package io.otelop.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;

/**
 * Writes a JSON tree as the YAML that programs of Go read. A string that some YAML reader could
 * take for a number, a date, a truth value or null is quoted.
 */
public final class BlockYaml {

  private static final DumpSettings SETTINGS =
      DumpSettings.builder()
          .setIndent(2)
          .setIndicatorIndent(2)
          .setIndentWithIndicator(true)
          .setDefaultFlowStyle(FlowStyle.BLOCK)
          .setWidth(Integer.MAX_VALUE)
          .setMaxSimpleKeyLength(1024)
          .setSplitLines(false)
          .build();

  private static final ImplicitTuple PLAIN_OR_QUOTED = new ImplicitTuple(true, true);

  private static final Set<String> WORDS =
      Set.of(
          "", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "<<", "=", ".inf",
          "-.inf", "+.inf", ".nan");

  private static final Pattern NUMBER_LIKE =
      Pattern.compile("[-+]?\\.?[0-9][0-9a-fA-FxXoO_+,.:-]*|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*");

  /**
   * Control characters, breaks of lines that not everybody takes for such, and byte order marks.
   */
  private static final Pattern SPECIAL =
      Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]|[\\u0080-\\u009f\\u2028\\u2029\\ufeff]");

  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}(:[0-9]{1,5})?");

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private BlockYaml() {}

  /** The text of a tree. */
  public static String of(JsonNode tree) {
    var text = new StringWriter();
    var emitter = new Emitter(SETTINGS, text);
    emitter.emit(new StreamStartEvent());
    emitter.emit(new DocumentStartEvent(false, Optional.empty(), java.util.Map.of()));
    emit(tree, emitter);
    emitter.emit(new DocumentEndEvent(false));
    emitter.emit(new StreamEndEvent());
    return text.toString();
  }

  /** The tree that {@link #of} wrote. */
  public static JsonNode read(String yaml) {
    var settings = LoadSettings.builder().setCodePointLimit(Math.max(yaml.length(), 1)).build();
    return MAPPER.valueToTree(new Load(settings).loadFromString(yaml));
  }

  private static void emit(JsonNode value, Emitter to) {
    if (value.isObject()) {
      var style = value.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
      to.emit(new MappingStartEvent(Optional.empty(), Optional.empty(), true, style));
      for (var property : value.properties()) {
        to.emit(scalar(property.getKey()));
        emit(property.getValue(), to);
      }
      to.emit(new MappingEndEvent());
    } else if (value.isArray()) {
      var style = value.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
      to.emit(new SequenceStartEvent(Optional.empty(), Optional.empty(), true, style));
      value.forEach(item -> emit(item, to));
      to.emit(new SequenceEndEvent());
    } else if (value.isTextual()) {
      to.emit(scalar(value.textValue()));
    } else {
      to.emit(scalar(literal(value), ScalarStyle.PLAIN));
    }
  }

  private static String literal(JsonNode value) {
    return value.isFloatingPointNumber() ? GoNumbers.text(value.doubleValue()) : value.asText();
  }

  private static ScalarEvent scalar(String text) {
    if (SPECIAL.matcher(text).find()) {
      return scalar(text, ScalarStyle.DOUBLE_QUOTED);
    }
    if (text.indexOf('\n') >= 0) {
      return scalar(text, ScalarStyle.LITERAL);
    }
    return scalar(text, isAmbiguous(text) ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.PLAIN);
  }

  private static ScalarEvent scalar(String text, ScalarStyle style) {
    return new ScalarEvent(Optional.empty(), Optional.empty(), PLAIN_OR_QUOTED, text, style);
  }

  private static boolean isAmbiguous(String text) {
    return WORDS.contains(text.toLowerCase(java.util.Locale.ROOT))
        || (NUMBER_LIKE.matcher(text).matches() && !ADDRESS.matcher(text).matches());
  }

  private static final class StringWriter implements StreamDataWriter {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void write(String part) {
      text.append(part);
    }

    @Override
    public void write(String part, int offset, int length) {
      text.append(part, offset, offset + length);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
