// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

import java.util.List;
import java.util.stream.Stream;

/** The known extensions. Rules: collector.md 3.2, 2.5 and 5.2. Order has no meaning. */
final class Extensions {

  static final List<Component> ALL =
      Stream.of(
              extension("health_check").listening(Listener.tcp(13133)).writing("path", "/"),
              extension("jaeger_query")
                  .listening(Listener.nested("http", "", 16686), Listener.nested("grpc", "2", 0)),
              extension("k8s_observer").needing(Rules::observer),
              extension("k8s_leader_elector").needing(Rules::leases),
              extension("pprof"),
              extension("zpages"),
              extension("file_storage"),
              extension("basicauth"),
              extension("bearertokenauth"),
              extension("oauth2client"),
              extension("opamp"))
          .toList();

  private Extensions() {}

  private static Component extension(String... types) {
    return Component.of(Section.EXTENSIONS, types);
  }
}
