// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The request of an {@code admission.k8s.io/v1} AdmissionReview. Absent texts are empty and absent
 * trees are missing nodes, so nobody has to ask for null.
 *
 * @param uid what the answer must repeat
 * @param operation what is about to happen
 * @param kind the kind of {@code object}, after the API server's conversion to what was registered
 * @param resource the resource, in the same version as {@code kind}
 * @param subResource such as {@code status}; empty for the object itself
 * @param namespace empty for objects of the cluster
 * @param name empty where the API server has yet to generate it
 * @param dryRun whether nothing may be changed or sent anywhere because of this request
 * @param user who asks
 * @param object the object as it would be; missing for a DELETE
 * @param oldObject the object as it is; missing for a CREATE
 */
public record AdmissionRequest(
    String uid,
    Operation operation,
    Kind kind,
    Resource resource,
    String subResource,
    String namespace,
    String name,
    boolean dryRun,
    User user,
    JsonNode object,
    JsonNode oldObject) {

  /** What is about to happen to the object. */
  public enum Operation {
    CREATE,
    UPDATE,
    DELETE,
    CONNECT
  }

  /** Group, version and kind; the core group is empty. */
  public record Kind(String group, String version, String kind) {}

  /** Group, version and plural name; the core group is empty. */
  public record Resource(String group, String version, String resource) {}

  /** Who asks: the name and groups that the API server has authenticated. */
  public record User(String name, List<String> groups) {

    /** Copies the groups. */
    public User {
      groups = List.copyOf(groups);
    }
  }
}
