// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Where the certificate of an authority is kept. Exactly one of the two is given.
 *
 * @param secret in a Secret, under {@code ca.crt} where no key is given
 * @param configMap in a ConfigMap, under {@code ca.crt} where no key is given
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CertificateAuthoritySpec(
    @Nullable KeyReference secret, @Nullable KeyReference configMap) {}
