// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.instrumentation;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** How the pods that ask for it, or that it selects, are instrumented. */
@Group("opentelemetry.io")
@Version("v1alpha1")
@ShortNames({"otelinst", "otelinsts"})
public class Instrumentation extends CustomResource<InstrumentationSpec, InstrumentationStatus>
    implements Namespaced {

  private static final long serialVersionUID = 1L;
}
