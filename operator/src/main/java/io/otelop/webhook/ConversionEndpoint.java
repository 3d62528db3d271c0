// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ConversionReviews of {@code apiextensions.k8s.io/v1}. One object that cannot be converted would
 * take all others with it, and with them every list and watch of the kind: so one that makes us
 * fail is handed back under the wanted version and nothing else is changed. Contract: the page
 * "Versions in CustomResourceDefinitions" of the Kubernetes documentation.
 */
public final class ConversionEndpoint implements Endpoint {

  /** Where it is served. */
  public static final String PATH = "/convert";

  private static final String API_VERSION = "apiextensions.k8s.io/v1";
  private static final String KIND = "ConversionReview";

  private static final Logger LOG = LoggerFactory.getLogger(ConversionEndpoint.class);

  /** For one object, and for what is written. */
  private static final ObjectMapper JSON = JsonMapper.builder(JsonLimits.factory()).build();

  /** For all of a review, which is never a tree. */
  private static final JsonFactory STREAM = new JsonFactory();

  private final Conversion conversion;

  /** An endpoint; it holds no state of its own. */
  public ConversionEndpoint(Conversion conversion) {
    this.conversion = conversion;
  }

  /** A review holds a whole page of a list, of which only one object at a time is a tree. */
  @Override
  public Reply reply(byte[] body) {
    try {
      var frame = Frame.of(body);
      return frame.kind().equals(KIND) && frame.hasRequest()
          ? Reply.json(200, answer(frame, body))
          : Reply.text(400, "a " + API_VERSION + " " + KIND + " is wanted");
    } catch (StreamConstraintsException tooMuch) {
      return Reply.text(413, "the body has too much in it");
    } catch (IOException notJson) {
      return Reply.text(400, "the body is not JSON");
    }
  }

  /** A review without its objects. */
  private record Frame(String kind, boolean hasRequest, String uid, String wanted) {

    static Frame of(byte[] body) throws IOException {
      var frame = new Frame("", false, "", "");
      try (var parser = STREAM.createParser(body)) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          return frame;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          var name = parser.currentName();
          var value = parser.nextToken();
          if (name.equals("kind")) {
            frame = new Frame(text(parser), frame.hasRequest, frame.uid, frame.wanted);
          } else if (name.equals("request") && value == JsonToken.START_OBJECT) {
            frame = frame.withRequest(parser);
          }
          parser.skipChildren();
        }
      }
      return frame;
    }

    private Frame withRequest(JsonParser parser) throws IOException {
      var uidOfRequest = "";
      var version = "";
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        var name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "uid" -> uidOfRequest = text(parser);
          case "desiredAPIVersion" -> version = text(parser);
          default -> {}
        }
        parser.skipChildren();
      }
      return new Frame(kind, true, uidOfRequest, version);
    }

    private static String text(JsonParser parser) throws IOException {
      return parser.hasToken(JsonToken.VALUE_STRING) ? parser.getText() : "";
    }
  }

  private byte[] answer(Frame frame, byte[] body) throws IOException {
    var bytes = new ByteArrayOutputStream(body.length);
    try (var out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("apiVersion", API_VERSION);
      out.writeStringField("kind", KIND);
      out.writeObjectFieldStart("response");
      out.writeStringField("uid", frame.uid());
      out.writeObjectFieldStart("result");
      out.writeStringField("status", "Success");
      out.writeEndObject();
      out.writeArrayFieldStart("convertedObjects");
      convertAll(body, frame.wanted(), out);
      out.writeEndArray();
      out.writeEndObject();
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private void convertAll(byte[] body, String wanted, JsonGenerator out) throws IOException {
    try (var parser = STREAM.createParser(body)) {
      for (var path = List.of("request", "objects").iterator(); path.hasNext(); ) {
        if (!enter(parser, path.next())) {
          return;
        }
      }
      if (parser.hasToken(JsonToken.START_ARRAY)) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          var start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
          parser.skipChildren();
          var end = Math.toIntExact(parser.currentLocation().getByteOffset());
          JSON.writeTree(out, convert(JSON.readTree(body, start, end - start), wanted));
        }
      }
    }
  }

  /** Goes to the value of a member of the object that is next, or that the parser stands at. */
  private static boolean enter(JsonParser parser, String member) throws IOException {
    if (!parser.hasCurrentToken()) {
      parser.nextToken();
    }
    if (!parser.hasToken(JsonToken.START_OBJECT)) {
      return false;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var name = parser.currentName();
      parser.nextToken();
      if (name.equals(member)) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }

  private JsonNode convert(JsonNode object, String wanted) {
    try {
      return conversion.convert(object, wanted);
    } catch (RuntimeException fault) {
      // One of the edges where everything is caught, see above.
      LOG.atError()
          .addKeyValue("kind", object.path("kind").asText())
          .addKeyValue("namespace", object.path("metadata").path("namespace").asText())
          .addKeyValue("name", object.path("metadata").path("name").asText())
          .setCause(fault)
          .log("Conversion failed");
      return object.isObject()
          ? ((ObjectNode) object.deepCopy()).put("apiVersion", wanted)
          : object;
    }
  }
}
