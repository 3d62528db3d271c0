// SPDX-License-Identifier: Apache-2.0
/**
 * What is checked in a collector's spec, apart from its config, at admission and again when it is
 * reconciled. Pure; it imports the custom resource, the config and what the operator knows of the
 * cluster. A new check is a line in the class of its subject, a new subject a line in {@code
 * CollectorChecks}.
 */
@NullMarked
package io.otelop.collector.admission;

import org.jspecify.annotations.NullMarked;
