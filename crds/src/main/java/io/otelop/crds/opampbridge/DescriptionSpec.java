// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.opampbridge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * What a bridge tells of itself.
 *
 * @param nonIdentifyingAttributes attributes that tell more of it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DescriptionSpec(
    @JsonProperty("non_identifying_attributes") Map<String, String> nonIdentifyingAttributes) {}
