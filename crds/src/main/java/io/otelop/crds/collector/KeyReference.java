// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a Secret or a ConfigMap of the same namespace.
 *
 * @param name of the Secret or ConfigMap
 * @param key of the entry; what it means to be absent is said where it is referred to
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyReference(String name, @Nullable String key) {}
