// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A collector, or a set of equal ones, as the API server keeps it: version {@code v1beta1} of the
 * kind. Source: collector.md 1.
 */
@Group("opentelemetry.io")
@Version("v1beta1")
@ShortNames({"otelcol", "otelcols"})
public class OpenTelemetryCollector
    extends CustomResource<OpenTelemetryCollectorSpec, OpenTelemetryCollectorStatus>
    implements Namespaced {

  private static final long serialVersionUID = 1L;
}
