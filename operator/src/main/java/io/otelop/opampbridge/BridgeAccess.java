// SPDX-License-Identifier: Apache-2.0
package io.otelop.opampbridge;

import io.otelop.cluster.AccessReviews.Access;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an OpAMP bridge must be permitted in the whole cluster: it checks this at its start, and
 * ends where something is missing, even if it is only to report. Rules:
 * targetallocator-opamp-ops.md B2.
 */
final class BridgeAccess {

  static final List<Access> NEEDED =
      Stream.of(
              Access.of(
                  "",
                  "opentelemetry.io",
                  List.of("get", "list", "create", "update", "delete"),
                  "opentelemetrycollectors"),
              Access.of("", "", List.of("get", "list"), "pods"),
              Access.of(
                  "", "apps", List.of("get", "patch"), "deployments", "daemonsets", "statefulsets"))
          .flatMap(accesses -> accesses)
          .toList();

  private BridgeAccess() {}
}
