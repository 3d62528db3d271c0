// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A ConfigMap that is mounted into the collector's container.
 *
 * @param name of the ConfigMap, in the collector's namespace
 * @param mountpath folder of the container; the compatible operator puts {@code /var/conf/} in
 *     front
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConfigMapsSpec(String name, String mountpath) {}
