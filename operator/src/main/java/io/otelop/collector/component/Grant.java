// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.component;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;

/**
 * A permission that a component needs.
 *
 * @param namespace where; {@link #EVERYWHERE} or {@link #OWN} or a name
 * @param rule what may be done there
 */
public record Grant(String namespace, PolicyRule rule) {

  /** In the whole cluster. */
  public static final String EVERYWHERE = "";

  /** In the namespace of the collector; no namespace can have this name. */
  public static final String OWN = ".";
}
