// SPDX-License-Identifier: Apache-2.0
package io.otelop.naming;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/**
 * Keys of what the operator's own spans say. The namespace has the key of the semantic conventions;
 * they know none for an object of any kind, nor for admission and reconciles, so those are ours.
 */
public final class SpanAttributes {

  /** Namespace of the object that the span is about. */
  public static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("k8s.namespace.name");

  /** Its kind. */
  public static final AttributeKey<String> KIND = AttributeKey.stringKey("otelop.object.kind");

  /** Its name. */
  public static final AttributeKey<String> NAME = AttributeKey.stringKey("otelop.object.name");

  /** What the API server will make a name of, for an object that has none yet. */
  public static final AttributeKey<String> GENERATE_NAME =
      AttributeKey.stringKey("otelop.object.generate_name");

  /** Its uid. */
  public static final AttributeKey<String> UID = AttributeKey.stringKey("otelop.object.uid");

  /** Its generation. */
  public static final AttributeKey<Long> GENERATION =
      AttributeKey.longKey("otelop.object.generation");

  /** Which controller reconciles. */
  public static final AttributeKey<String> CONTROLLER = AttributeKey.stringKey("otelop.controller");

  /** How a reconcile ended. */
  public static final AttributeKey<String> RECONCILE_RESULT =
      AttributeKey.stringKey("otelop.reconcile.result");

  /** What is about to happen to the object. */
  public static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("otelop.admission.operation");

  /** Uid of the request, which the API server's audit log has too. */
  public static final AttributeKey<String> REQUEST = AttributeKey.stringKey("otelop.admission.uid");

  /** Whether nothing comes of the request. */
  public static final AttributeKey<Boolean> DRY_RUN =
      AttributeKey.booleanKey("otelop.admission.dry_run");

  /** Whether the object is let in. */
  public static final AttributeKey<Boolean> ALLOWED =
      AttributeKey.booleanKey("otelop.admission.allowed");

  /** Whether the object is changed on its way in. */
  public static final AttributeKey<Boolean> PATCHED =
      AttributeKey.booleanKey("otelop.admission.patched");

  /** Why it is not let in. */
  public static final AttributeKey<String> MESSAGE =
      AttributeKey.stringKey("otelop.admission.message");

  /** What was asked of a container, such as {@code java}. */
  public static final AttributeKey<String> INJECTION =
      AttributeKey.stringKey("otelop.injection.name");

  /** The container that it was asked of. */
  public static final AttributeKey<String> CONTAINER = AttributeKey.stringKey("k8s.container.name");

  /** What became of it. */
  public static final AttributeKey<String> INJECTION_RESULT =
      AttributeKey.stringKey("otelop.injection.result");

  /** Why, as a code. */
  public static final AttributeKey<String> REASON =
      AttributeKey.stringKey("otelop.injection.reason");

  /** Why, as a sentence. */
  public static final AttributeKey<String> SENTENCE =
      AttributeKey.stringKey("otelop.injection.message");

  /** The custom resource that said how. */
  public static final AttributeKey<String> SOURCE =
      AttributeKey.stringKey("otelop.injection.source");

  private SpanAttributes() {}

  /** Says it, where there is something to say. */
  public static void put(Span span, AttributeKey<String> key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      span.setAttribute(key, value);
    }
  }
}
