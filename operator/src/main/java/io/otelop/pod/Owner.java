// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

/**
 * An object that owns another one.
 *
 * @param kind as the owner reference writes it, such as {@code ReplicaSet}
 * @param name of the object, which lives in the namespace of what it owns
 * @param uid empty where it is not known
 */
public record Owner(String kind, String name, String uid) {}
