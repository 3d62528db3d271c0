// SPDX-License-Identifier: Apache-2.0
/**
 * YAML as people write it, read into JSON trees: with anchors, aliases and merge keys, in the core
 * schema of YAML 1.2, and JSON trees written as the files that collectors and target allocators
 * read. Pure; it imports the JSON tree and the YAML library alone.
 */
@NullMarked
package io.otelop.yaml;

import org.jspecify.annotations.NullMarked;
