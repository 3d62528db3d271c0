// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.instrumentation;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** How pods are instrumented in namespaces that have no Instrumentation of their own. */
@Group("opentelemetry.io")
@Version("v1alpha1")
@ShortNames("clusterotelinst")
public class ClusterInstrumentation
    extends CustomResource<InstrumentationSpec, InstrumentationStatus> {

  private static final long serialVersionUID = 1L;
}
