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
 *     reason is about, {@code {set VALUE}} for the command that sets the annotation it is about,
 *     {@code {restart}} for the one that makes its pods anew, and {@code {edit}} for the one that
 *     changes its spec; capitals stand for what only the reader knows; empty where there is nothing
 *     to do
 */
public record Advice(String symptom, String command) {

  private static final String POD = "pod";
  private static final String JOB = "job";

  private static final Pattern SET = Pattern.compile("\\{set ([^}]*)}");

  /** Annotations of these kinds of object are those of their pods' template. */
  private static final Map<String, String> TEMPLATES =
      Map.of(
          POD,
          "{\"metadata\":%s}",
          "cronjob",
          "{\"spec\":{\"jobTemplate\":{\"spec\":{\"template\":{\"metadata\":%s}}}}}");

  private static final String TEMPLATE = "{\"spec\":{\"template\":{\"metadata\":%s}}}";

  /** What a Job or a pod is made of cannot be changed, so another one takes its place. */
  private static final String REPLACE = "kubectl -n {namespace} replace --force -f %s.yaml";

  private static final String POD_ANEW =
      "kubectl -n {namespace} get pod {name} -o yaml | kubectl replace --force -f -";

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
        .replaceAll(set -> Matcher.quoteReplacement(annotate(kind, finding.field(), set.group(1))))
        .replace("{restart}", restart(kind))
        .replace("{edit}", edit(kind))
        .replace(place.namespace().isEmpty() ? "-n {namespace} " : "", "")
        .replace("{namespace}", place.namespace())
        .replace("{kind}", kind)
        .replace("{name}", place.name());
  }

  private static String annotate(String kind, String key, String value) {
    if (kind.equals(JOB)) {
      return REPLACE.formatted("JOB");
    }
    var patch =
        "kubectl -n {namespace} patch {kind} {name} --type merge -p '"
            + patch(kind, key, value)
            + "'";
    return kind.equals(POD) ? patch + " && " + POD_ANEW : patch;
  }

  private static String restart(String kind) {
    return switch (kind) {
      case POD -> POD_ANEW;
      case JOB -> REPLACE.formatted("JOB");
      case "cronjob" -> "kubectl -n {namespace} create job {name}-again --from=cronjob/{name}";
      default -> "kubectl -n {namespace} rollout restart {kind} {name}";
    };
  }

  private static String edit(String kind) {
    return switch (kind) {
      case POD -> REPLACE.formatted("POD");
      case JOB -> REPLACE.formatted("JOB");
      default -> "kubectl -n {namespace} edit {kind} {name}";
    };
  }

  private static String patch(String kind, String key, String value) {
    var annotations = "{\"annotations\":{\"%s\":\"%s\"}}".formatted(key, value);
    return TEMPLATES.getOrDefault(kind, TEMPLATE).formatted(annotations);
  }
}
