// SPDX-License-Identifier: Apache-2.0
/**
 * A pod at admission: what is known of it, what features decide about it, and the edits that make
 * it so; the only place that changes a pod's tree. Imports reasons and names, and nothing of a
 * feature, a client, a clock or a log. A new kind of edit is a record in {@code PodEdit} and its
 * case in {@code PodTree}.
 */
@NullMarked
package io.otelop.pod;

import org.jspecify.annotations.NullMarked;
