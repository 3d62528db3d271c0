// SPDX-License-Identifier: Apache-2.0
package io.otelop.child;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One family of owned objects of a kind that not every cluster knows; there are none where it does
 * not.
 *
 * @param kind the objects' kind
 * @param desired the objects of that kind that should exist; pure
 * @param <V> what they are computed from
 */
public record OptionalChild<V>(
    ApiKind kind, Function<V, Stream<GenericKubernetesResource>> desired) {}
