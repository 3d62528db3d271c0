// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What somebody may do, asked of the API server: all questions at once and not for ever. */
public final class AccessReviews {

  private static final Logger LOG = LoggerFactory.getLogger(AccessReviews.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int AT_ONCE = 32;

  private final KubernetesClient client;

  /** Asks with a client that may create SubjectAccessReviews. */
  public AccessReviews(KubernetesClient client) {
    this.client = client;
  }

  /** Who acts, as the API server has authenticated him. */
  public record Identity(String user, List<String> groups) {

    /** Copies the groups. */
    public Identity {
      groups = List.copyOf(groups);
    }

    /** What pods with a ServiceAccount are. */
    public static Identity ofServiceAccount(String namespace, String name) {
      return new Identity(
          "system:serviceaccount:" + namespace + ":" + name,
          List.of(
              "system:serviceaccounts",
              "system:serviceaccounts:" + namespace,
              "system:authenticated"));
    }

    /** That it lacks permissions, in one clause. */
    public String lacks(List<Access> accesses) {
      return "RBAC rules are missing: missing the following rules for "
          + user
          + " - "
          + Access.text(accesses);
    }
  }

  /**
   * One thing that can be done.
   *
   * @param namespace where; empty for the whole cluster
   * @param group of the API; the core group is empty
   * @param resource plural, with a slash and the sub-resource where there is one
   */
  public record Access(String namespace, String group, String resource, String verb) {

    /** Everything everywhere. */
    public static final Access ALL = new Access("", "*", "*", "*");

    /** All that rules permit, by namespace. */
    public static List<Access> of(Map<String, List<PolicyRule>> rules) {
      return rules.entrySet().stream()
          .flatMap(
              entry ->
                  entry.getValue().stream()
                      .flatMap(
                          rule ->
                              rule.getApiGroups().stream()
                                  .flatMap(
                                      group ->
                                          of(
                                              entry.getKey(),
                                              group,
                                              rule.getVerbs(),
                                              rule.getResources().toArray(String[]::new)))))
          .distinct()
          .toList();
    }

    /** Each of the verbs on each of the resources. */
    public static Stream<Access> of(
        String namespace, String group, List<String> verbs, String... resources) {
      return Stream.of(resources)
          .flatMap(
              resource -> verbs.stream().map(verb -> new Access(namespace, group, resource, verb)));
    }

    /** {@code group/resource: [verbs]}, sorted; with the namespace where it is of one. */
    public static String text(List<Access> accesses) {
      var verbs = new TreeMap<String, TreeSet<String>>();
      for (var access : accesses) {
        var resource =
            access.group().isEmpty() ? access.resource() : access.group() + "/" + access.resource();
        var where = access.namespace().isEmpty() ? "" : " in " + access.namespace();
        verbs.computeIfAbsent(resource + where, _ -> new TreeSet<>()).add(access.verb());
      }
      return verbs.entrySet().stream()
          .map(it -> it.getKey() + ": " + it.getValue())
          .collect(Collectors.joining(", "));
    }
  }

  /** What came of a question. */
  public sealed interface Answer {}

  /** What the identity may not do, in the order of the question. */
  public record Denied(List<Access> accesses) implements Answer {}

  /** Nobody answered, or not in time. */
  public record Unanswered() implements Answer {}

  /**
   * Asks what somebody would give to others without holding it himself. What these have already is
   * not given.
   */
  public Answer notHeld(Identity giver, Identity receiver, Collection<Access> given) {
    // Who may do everything need not be asked about each thing.
    if (ask(giver, List.of(Access.ALL)) instanceof Denied(var no) && no.isEmpty()) {
      return new Denied(List.of());
    }
    return ask(receiver, given) instanceof Denied(var added) ? ask(giver, added) : new Unanswered();
  }

  /** Asks whether an identity may do all of this. */
  public Answer ask(Identity identity, Collection<Access> accesses) {
    var questions = new LinkedHashMap<Access, Future<Boolean>>();
    var room = new Semaphore(AT_ONCE);
    var executor = Executors.newVirtualThreadPerTaskExecutor();
    try {
      var asked = new ArrayList<Callable<Boolean>>();
      accesses.forEach(access -> asked.add(() -> isAllowed(identity, access, room)));
      var answers =
          executor.invokeAll(asked, PATIENCE.toMillis(), TimeUnit.MILLISECONDS).iterator();
      accesses.forEach(access -> questions.put(access, answers.next()));
      var denied = new ArrayList<Access>();
      for (var question : questions.entrySet()) {
        if (!question.getValue().get()) {
          denied.add(question.getKey());
        }
      }
      return new Denied(denied);
    } catch (ExecutionException | CancellationException failed) {
      LOG.atWarn().setCause(failed).log("permissions could not be asked for");
      return new Unanswered();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return new Unanswered();
    } finally {
      executor.shutdownNow();
    }
  }

  private boolean isAllowed(Identity identity, Access access, Semaphore room)
      throws InterruptedException, KubernetesClientException {
    var slash = access.resource().indexOf('/');
    var resource = slash < 0 ? access.resource() : access.resource().substring(0, slash);
    room.acquire();
    try {
      var review =
          client
              .resource(
                  new SubjectAccessReviewBuilder()
                      .withNewSpec()
                      .withUser(identity.user())
                      .withGroups(identity.groups())
                      .withNewResourceAttributes()
                      .withNamespace(access.namespace().isEmpty() ? null : access.namespace())
                      .withGroup(access.group())
                      .withResource(resource)
                      .withSubresource(slash < 0 ? null : access.resource().substring(slash + 1))
                      .withVerb(access.verb())
                      .endResourceAttributes()
                      .endSpec()
                      .build())
              .create();
      return review.getStatus() != null && Boolean.TRUE.equals(review.getStatus().getAllowed());
    } finally {
      room.release();
    }
  }
}
