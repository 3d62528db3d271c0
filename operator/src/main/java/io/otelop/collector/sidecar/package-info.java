// SPDX-License-Identifier: Apache-2.0
/**
 * The collector in other people's pods: what a pod gets, as edits. Pure; it imports the collector's
 * children for its container and the room of pods for the edits. What else a sidecar needs in a pod
 * goes into {@code Sidecar}.
 */
@NullMarked
package io.otelop.collector.sidecar;

import org.jspecify.annotations.NullMarked;
