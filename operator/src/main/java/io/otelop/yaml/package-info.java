// SPDX-License-Identifier: Apache-2.0
/**
 * YAML as people write it, read into JSON trees: with anchors, aliases and merge keys, in the core
 * schema of YAML 1.2. Pure; it imports the JSON tree and the YAML library alone. What is written is
 * written where it belongs.
 */
@NullMarked
package io.otelop.yaml;

import org.jspecify.annotations.NullMarked;
