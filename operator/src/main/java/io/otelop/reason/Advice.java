// SPDX-License-Identifier: Apache-2.0
package io.otelop.reason;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person sees where a reason holds, and the command that helps. Both are of the reason
 * alone; {@link #command(Finding, Place)} fills in the names of one case. What users wrote never
 * becomes part of a command, so that it can be pasted into a shell.
 *
 * @param symptom what a person notices, one sentence without a full stop
 * @param command with {@code {namespace}}, {@code {kind}} and {@code {name}} of the object that the
 *     reason is about, and {@code {set VALUE}} for the command that sets the annotation it is
 *     about; capitals stand for what only the reader knows; empty where there is nothing to do
 */
public record Advice(String symptom, String command) {

  private static final Pattern SET = Pattern.compile("\\{set ([^}]*)}");

  /** Annotations of these kinds of object are those of their pods' template. */
  private static final Map<String, String> TEMPLATES =
      Map.of(
          "pod", "{\"metadata\":%s}",
          "cronjob", "{\"spec\":{\"jobTemplate\":{\"spec\":{\"template\":{\"metadata\":%s}}}}}");

  private static final String TEMPLATE = "{\"spec\":{\"template\":{\"metadata\":%s}}}";

  /**
   * The object that a finding is about.
   *
   * @param namespace empty for one that is in none
   * @param kind as Kubernetes writes it, such as {@code Deployment}
   */
  public record Place(String namespace, String kind, String name) {

    /** Stands for any: how a manual writes it. */
    public static final Place ANY = new Place("NAMESPACE", "deployment", "NAME");
  }

  /** A reason that asks for nothing to be done. */
  public static Advice none(String symptom) {
    return new Advice(symptom, "");
  }

  /** The command for one case; empty where there is none. */
  public String command(Finding finding, Place place) {
    var kind = place.kind().toLowerCase(Locale.ROOT);
    return SET.matcher(command)
        .replaceAll(
            set ->
                Matcher.quoteReplacement(
                    "kubectl -n {namespace} patch {kind} {name} --type merge -p '"
                        + patch(kind, finding.field(), set.group(1))
                        + "'"))
        .replace(place.namespace().isEmpty() ? "-n {namespace} " : "", "")
        .replace("{namespace}", place.namespace())
        .replace("{kind}", kind)
        .replace("{name}", place.name());
  }

  private static String patch(String kind, String key, String value) {
    var annotations = "{\"annotations\":{\"%s\":\"%s\"}}".formatted(key, value);
    return TEMPLATES.getOrDefault(kind, TEMPLATE).formatted(annotations);
  }
}
