// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.instrumentation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pods that are instrumented though no annotation asks for it.
 *
 * @param podSelector labels of the pods
 * @param namespaceSelector labels of their namespaces
 * @param languages what they get
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SelectorSpec(
    @Nullable LabelSelector podSelector,
    @Nullable LabelSelector namespaceSelector,
    List<String> languages) {}
