// SPDX-License-Identifier: Apache-2.0
package io.otelop.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Damages JSON: as a tree, so that it is still JSON, and as bytes, so that it mostly is not. */
public final class Mutations {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** What stands where something else is expected. */
  private static final List<JsonNode> ODDITIES =
      List.of(
          JSON.nullNode(),
          JSON.booleanNode(true),
          JSON.numberNode(-1),
          JSON.numberNode(1e300),
          JSON.numberNode(Long.MAX_VALUE),
          JSON.arrayNode(),
          JSON.objectNode(),
          JSON.arrayNode().add(JSON.nullNode()),
          JSON.objectNode().set("name", JSON.objectNode()),
          JSON.arrayNode().add(JSON.arrayNode().add("x")),
          nested());

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "true",
          "TRUE",
          "false",
          "agents",
          "shop/agents",
          "other/agents",
          "/",
          "a,b,,a",
          "app,app",
          "no such",
          "$(reboot)",
          "`id`; '\"\\ \n\t\r",
          "/etc/nginx/$(X)/nginx.conf",
          "-javaagent:/x.jar $(JAVA_TOOL_OPTIONS)",
          "a=b,c",
          "\u0000\u0001\u007f",
          "\ud83d\ude00\u202e\u00e9",
          "\ud800",
          "~1~0/-",
          "x".repeat(300),
          "ab,".repeat(400));

  private final RandomGenerator random;
  private final List<String> keys;

  /**
   * A source of damage.
   *
   * @param random decides all, so equal ones do equal damage
   * @param keys names of fields that matter to who reads them
   */
  public Mutations(RandomGenerator random, List<String> keys) {
    this.random = random;
    this.keys = List.copyOf(keys);
  }

  /** Changes some places of a tree; the tree itself is changed. */
  public void damage(JsonNode tree) {
    for (var left = random.nextInt(1, 6); left > 0; left--) {
      var containers = containers(tree);
      switch (containers.get(random.nextInt(containers.size()))) {
        case ObjectNode object -> damage(object);
        case ArrayNode array -> damage(array, containers);
        default -> {}
      }
    }
  }

  private void damage(ObjectNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    var name = names.isEmpty() || random.nextInt(3) == 0 ? one(keys) : one(names);
    switch (random.nextInt(4)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(one(keys), object.has(name) ? object.get(name).deepCopy() : odd());
      default -> object.set(name, odd());
    }
  }

  private void damage(ArrayNode array, List<JsonNode> elsewhere) {
    switch (random.nextInt(4)) {
      case 0 -> array.add(odd());
      case 1 -> array.add(one(elsewhere).deepCopy());
      case 2 -> {
        if (!array.isEmpty()) {
          array.remove(random.nextInt(array.size()));
        }
      }
      default -> {
        if (!array.isEmpty()) {
          var copied = array.get(random.nextInt(array.size()));
          for (var i = random.nextInt(20); i >= 0; i--) {
            array.add(copied.deepCopy());
          }
        }
      }
    }
  }

  private JsonNode odd() {
    return random.nextInt(2) == 0 ? JSON.textNode(one(TEXTS)) : one(ODDITIES).deepCopy();
  }

  /** Changes, cuts or repeats some bytes. */
  public byte[] damage(byte[] body) {
    var damaged = body.clone();
    switch (random.nextInt(3)) {
      case 0 -> {
        return Arrays.copyOf(damaged, random.nextInt(damaged.length));
      }
      case 1 -> {
        for (var i = random.nextInt(1, 8); i > 0; i--) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
      }
      default -> {
        var from = random.nextInt(damaged.length);
        var length = random.nextInt(Math.min(64, damaged.length - from) + 1);
        System.arraycopy(damaged, from, damaged, random.nextInt(damaged.length - length), length);
      }
    }
    return damaged;
  }

  /** All objects and lists of a tree, itself among them. */
  private static List<JsonNode> containers(JsonNode tree) {
    var all = new ArrayList<JsonNode>();
    all.add(tree);
    for (var i = 0; i < all.size() && all.size() < 2_000; i++) {
      all.get(i).forEach(child -> addContainer(all, child));
    }
    return all;
  }

  private static void addContainer(List<JsonNode> all, JsonNode child) {
    if (child.isContainerNode()) {
      all.add(child);
    }
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static JsonNode nested() {
    var outer = JSON.objectNode();
    var inner = outer;
    for (var depth = 0; depth < 200; depth++) {
      inner = inner.putObject("a");
    }
    return outer;
  }

  /** Text as the bytes of a body; what is no Unicode becomes a question mark. */
  public static byte[] bytes(JsonNode tree) {
    return tree.toString().getBytes(StandardCharsets.UTF_8);
  }
}
