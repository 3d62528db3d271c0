// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.instrumentation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * An extension of the Java agent.
 *
 * @param image that carries it
 * @param dir directory in the image that holds the extension's jars
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExtensionSpec(String image, String dir) {}
